"""Question forms, letters, files and the audit trail in the back office."""

from django import forms
from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import times
from cluster_observatory.web.base.back_office import Audited, ReadOnly
from cluster_observatory.web.base.models import Attachment, AuditEvent, Letter, Question, QuestionForm
from cluster_observatory.web.base.questions import actions
from cluster_observatory.web.base.questions.lines import ConditionLines, OptionLines
from cluster_observatory.web.base.questions.rules import obstacle_to_changing, obstacle_to_opening


class QuestionLines(forms.ModelForm):
    """A question in plain words: options and conditions are lines of text."""

    options = OptionLines(
        label=_("Options"), required=False,
        help_text=_("For choices: one in each line as “value = words”; words of another language as “value [de] = …”."),
    )  # fmt: skip
    rows = OptionLines(label=_("Rows"), required=False, help_text=_("For one choice in each row: written as options."))
    shown_if = ConditionLines(
        label=_("Asked only if"), required=False,
        help_text=_("One condition in each line as “question = answer”, all must hold; for several answers “a | b”."),
    )  # fmt: skip

    class Meta:
        model = Question
        fields = "__all__"
        labels = {
            "key": _("Short name"), "order": _("Place"), "kind": _("Kind of answer"), "label": _("Question"),
            "help": _("Help"), "required": _("Must it be answered?"), "required_from": _("Must be answered from"),
            "minimum": _("Least"), "maximum": _("Most"), "pattern": _("Pattern"), "most_words": _("Most words"),
            "is_personal": _("The answer is about a person"), "kept_for_days": _("Days until the answer is deleted"),
        }  # fmt: skip
        help_texts = {
            "key": _("Letters, digits and hyphens; conditions and tables use it."),
            "order": _("Questions are asked in the order of these numbers."),
            "minimum": _("Of a number or an amount; of choices how many."),
            "maximum": _("Of a number or an amount; of choices how many; of a file how many megabytes."),
            "pattern": _("For texts: a regular expression that the whole answer must fit."),
            "is_personal": _("It is erased with the person."),
            "kept_for_days": _("Empty: as long as the form is kept."),
        }  # fmt: skip


class QuestionFormLines(forms.ModelForm):
    """A question form in plain words."""

    class Meta:
        model = QuestionForm
        fields = ["key", "title"]
        labels = {"key": _("Short name"), "title": _("Title")}
        help_texts = {"key": _("Letters, digits and hyphens; all versions of a form have the same.")}


class QuestionInline(admin.StackedInline):
    """The questions of a form."""

    model = Question
    form = QuestionLines
    extra = 0
    ordering = ["order", "pk"]


@admin.register(QuestionForm)
class QuestionFormAdmin(Audited):
    """Forms that ask by setting; a version that has answers stays as it is, and a new one is made to change it."""

    form = QuestionFormLines
    list_display = ["key", "version", "is_open", "made_at"]
    list_filter = ["is_open"]
    readonly_fields = ["version", "is_open", "made_at"]
    inlines = [QuestionInline]
    actions = ["open_for_answers", "close", "make_new_version"]

    def has_change_permission(self, request, obj=None):
        """Whether the form may still be changed: not once somebody has answered it."""
        return super().has_change_permission(request, obj) and not (obj and obstacle_to_changing(obj))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show the form, and why it cannot be changed where it has answers."""
        form = self.get_object(request, object_id)
        if request.method == "GET" and form is not None and (refusal := obstacle_to_changing(form)):
            messages.info(request, refusal)
        return super().change_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        """Save the form; a new one is the next version of its key."""
        if not change:
            last = QuestionForm.objects.filter(key=obj.key).order_by("-version").first()
            obj.version, obj.made_at = (last.version + 1 if last else 1), times.now()
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Save the questions, and say what is still missing before the form can be opened."""
        super().save_related(request, form, formsets, change)
        if not form.instance.is_open and (refusal := obstacle_to_opening(form.instance)):
            messages.warning(request, refusal)

    @admin.action(description=_("Open for answers"))
    def open_for_answers(self, request, queryset):
        """Open the chosen versions."""
        self._do_with_each(request, queryset, actions.open_form, _("Open for answers: {form}"))

    @admin.action(description=_("Take no more answers"))
    def close(self, request, queryset):
        """Close the chosen versions."""
        self._do_with_each(request, queryset, actions.close_form, _("Closed: {form}"))

    @admin.action(description=_("Make a new version to change"))
    def make_new_version(self, request, queryset):
        """Copy the chosen versions under the next number."""
        self._do_with_each(request, queryset, actions.new_version, _("A new version is made of: {form}"))

    def _do_with_each(self, request, queryset, act, said):
        for form in queryset.order_by("key", "version"):
            name = f"{form.key} {form.version}"
            try:
                act(form=form, person=request.user, now=times.now())
            except NotPossible as refusal:
                messages.error(request, f"{name}: {refusal}")
            else:
                messages.success(request, said.format(form=name))


@admin.register(Letter)
class LetterAdmin(ReadOnly):
    """Letters without their text, which is for the one it was written to."""

    list_display = ["written_at", "to", "subject", "state", "attempts", "last_fault"]
    list_filter = ["state"]
    search_fields = ["to", "subject"]
    exclude = ["text"]


@admin.register(Attachment)
class AttachmentAdmin(ReadOnly):
    """Files that people entrusted to the site."""

    list_display = ["name", "media_type", "size", "thing", "thing_id", "visibility", "added_at"]
    list_filter = ["media_type", "visibility"]
    search_fields = ["name"]


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnly):
    """The audit trail, entry by entry."""

    list_display = ["number", "at", "act", "thing", "thing_id", "before", "after"]
    search_fields = ["act", "thing", "thing_id"]
    list_select_related = ["actor"]
