"""The sixteen kinds of answers as fields of a form.

Every field has three ways: `clean(what was sent)` returns the answer in JSON's types, or None where nothing was
answered; `shown(answer)` returns what stands in the form for it, which read again is the same answer; and
`words(answer)` returns it for people to read.
"""

from django import forms

from cluster_observatory.web.base.languages import said
from cluster_observatory.web.base.questions.fields.choices import (
    ChoiceAnswer,
    ChoicesAnswer,
    ConsentAnswer,
    MatrixAnswer,
    RankingAnswer,
    YesNoAnswer,
    named,
)
from cluster_observatory.web.base.questions.fields.days import DateAnswer, PeriodAnswer
from cluster_observatory.web.base.questions.fields.places import (
    CountryAnswer,
    FileAnswer,
    OrganisationAnswer,
    RegionAnswer,
)
from cluster_observatory.web.base.questions.fields.texts_and_numbers import (
    LONG,
    SHORT,
    MoneyAnswer,
    NumberAnswer,
    TextAnswer,
)

__all__ = ["FIELDS", "FileAnswer", "field_of", "named"]

FIELDS = {
    "text": lambda question, **more: TextAnswer(question, SHORT, **more),
    "long_text": lambda question, **more: TextAnswer(question, LONG, widget=forms.Textarea(attrs={"rows": 6}), **more),
    "number": NumberAnswer, "money": MoneyAnswer, "date": DateAnswer, "period": PeriodAnswer, "yes_no": YesNoAnswer,
    "choice": ChoiceAnswer, "choices": ChoicesAnswer, "ranking": RankingAnswer, "country": CountryAnswer,
    "region": RegionAnswer, "organisation": OrganisationAnswer, "file": FileAnswer, "consent": ConsentAnswer,
    "matrix": MatrixAnswer,
}  # fmt: skip


def field_of(question):
    """Return the field of a form for a question; nothing in it is required, since a draft may be incomplete."""
    label = said(question.label).text or question.key
    return FIELDS[question.kind](question, required=False, label=label)
