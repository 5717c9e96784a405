"""Question forms, letters, files and the audit trail in the back office."""

from django.contrib import admin

from cluster_observatory.web.base import times
from cluster_observatory.web.base.back_office import Audited, ReadOnly
from cluster_observatory.web.base.models import Attachment, AuditEvent, Letter, Question, QuestionForm


class QuestionInline(admin.StackedInline):
    """The questions of a form."""

    model = Question
    extra = 0
    ordering = ["order", "pk"]


@admin.register(QuestionForm)
class QuestionFormAdmin(Audited):
    """Forms that ask by setting; a version that has answers stays as it is."""

    list_display = ["key", "version", "is_open", "made_at"]
    list_filter = ["is_open"]
    readonly_fields = ["version", "made_at"]
    inlines = [QuestionInline]

    def has_change_permission(self, request, obj=None):
        """Whether the form may still be changed: not once somebody has answered it."""
        return super().has_change_permission(request, obj) and not (obj and obj.sheets.exists())

    def save_model(self, request, obj, form, change):
        """Save the form; a new one is the next version of its key."""
        if not change:
            last = QuestionForm.objects.filter(key=obj.key).order_by("-version").first()
            obj.version, obj.made_at = (last.version + 1 if last else 1), times.now()
        super().save_model(request, obj, form, change)


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
