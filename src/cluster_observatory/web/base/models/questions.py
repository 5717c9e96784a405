"""Questions that are asked by setting, not by code: forms of the back office, and what was answered."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cluster_observatory.web.base.languages import TextsField


class QuestionForm(models.Model):
    """A set of questions for one purpose, in one version; a version that has answers is frozen."""

    key = models.SlugField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    title = TextsField()
    is_open = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="one_version_of_a_form"),
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(is_open=True), name="one_open_version_of_a_form"
            ),
        ]


class Question(models.Model):
    """One question, its kind and its bounds."""

    class Kind(models.TextChoices):
        """What an answer is."""

        TEXT = "text", _("short text")
        LONG_TEXT = "long_text", _("long text")
        NUMBER = "number", _("number")
        MONEY = "money", _("amount in euro")
        DATE = "date", _("date")
        PERIOD = "period", _("period between two dates")
        YES_NO = "yes_no", _("yes or no")
        CHOICE = "choice", _("one of several")
        CHOICES = "choices", _("some of several")
        RANKING = "ranking", _("several in order")
        COUNTRY = "country", _("country")
        REGION = "region", _("region")
        ORGANISATION = "organisation", _("organisation")
        FILE = "file", _("file")
        CONSENT = "consent", _("consent")
        MATRIX = "matrix", _("one choice in each row")

    class Required(models.TextChoices):
        """Whether it must be answered."""

        NO = "no", _("may be left out")
        YES = "yes", _("must be answered")
        AFTER = "after", _("must be answered from a day on")

    form = models.ForeignKey(QuestionForm, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=60)
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    label = TextsField()
    help = TextsField()
    required = models.CharField(max_length=10, choices=Required.choices, default=Required.NO)
    required_from = models.DateField(null=True, blank=True)
    options = models.JSONField(default=list, blank=True)
    rows = models.JSONField(default=list, blank=True)
    minimum = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    maximum = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    pattern = models.CharField(max_length=200, blank=True)
    most_words = models.PositiveSmallIntegerField(null=True, blank=True)
    shown_if = models.JSONField(default=dict, blank=True)
    is_personal = models.BooleanField(default=False)
    kept_for_days = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["form", "key"], name="one_question_of_a_key")]


class AnswerSheet(models.Model):
    """The answers of one person or organisation to one form.

    `typed` keeps what was typed and is no answer yet, {question key: {name of the field: text}}: nothing is lost.
    """

    form = models.ForeignKey(QuestionForm, on_delete=models.PROTECT, related_name="sheets")
    thing = models.CharField(max_length=40)
    thing_id = models.CharField(max_length=40)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    typed = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "thing", "thing_id"], name="one_sheet_of_a_thing")]


class Answer(models.Model):
    """One answer, as typed JSON."""

    sheet = models.ForeignKey(AnswerSheet, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    value = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "question"], name="one_answer_to_a_question")]
