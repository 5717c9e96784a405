"""Answers that are a country, a region, an organisation or a file."""

import re
from functools import cache

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cluster_observatory.taxonomy import regions
from cluster_observatory.web.base.files import KINDS, LARGEST, MEGABYTE, UploadField
from cluster_observatory.web.base.languages import here
from cluster_observatory.web.base.questions.fields.choices import named
from cluster_observatory.web.base.questions.things import organisations
from cluster_observatory.web.base.questions.widgets import FileOrKept, Suggesting
from cluster_observatory.web.base.texts import storable

NUTS_EDITION = 2021


NO_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}


HOUSE_CODES = {"GR": "EL", "GB": "UK"}


class CountryAnswer(forms.ChoiceField):
    """A country, kept as its code with two letters as Eurostat writes it; `options` can name those to choose from."""

    def __init__(self, question, **kwargs):
        self.labels = countries(here())
        wanted = [value for value, _label in named(question.options)] or self.labels
        offered = [(code, label) for code, label in self.labels.items() if code in wanted]
        super().__init__(choices=[("", _("Choose one")), *offered], **kwargs)

    def clean(self, value):
        """Return the code, or None."""
        return super().clean(value) or None

    def shown(self, answer):
        """Return the code."""
        return answer

    def words(self, answer):
        """Return the name of the country."""
        return self.labels.get(answer, answer)


class RegionAnswer(forms.CharField):
    """A region of NUTS, kept as {"region": "DE11", "edition": 2021}; `minimum` and `maximum` bound its level."""

    def __init__(self, question, **kwargs):
        low = int(question.minimum) if question.minimum is not None else 0
        self.levels = range(low, (int(question.maximum) if question.maximum is not None else 3) + 1)
        kwargs.setdefault("max_length", 200)
        super().__init__(widget=Suggesting(lambda: _suggested_regions(self.levels)), **kwargs)

    def clean(self, value):
        """Return the region, or None."""
        text = super().clean(value)
        if not text:
            return None
        code = _in_brackets(text).upper()
        region = _regions().get(code)
        if region is None or region.level not in self.levels:
            levels = ", ".join(map(str, self.levels))
            raise ValidationError(
                _(
                    "“{text}” is no region of level {levels} of NUTS {edition}. "
                    "Choose one from the list, or type its code."
                ).format(text=text[:60], levels=levels, edition=NUTS_EDITION)
            )
        return {"region": code, "edition": NUTS_EDITION}

    def shown(self, answer):
        """Return the name with the code, or the code alone where it is of another edition."""
        region = _regions().get(answer["region"])
        return f"{region.name} ({region.region})" if region else answer["region"]

    def words(self, answer):
        """Return the name with the code."""
        return self.shown(answer)


class OrganisationAnswer(forms.CharField):
    """An organisation with a profile here, kept as its number."""

    def __init__(self, question, **kwargs):
        kwargs.setdefault("max_length", 300)
        super().__init__(**kwargs)

    def clean(self, value):
        """Return the number of the organisation, or None."""
        text = super().clean(value)
        if not text:
            return None
        storable(text)
        found = organisations().find(_in_brackets(text)) or organisations().find(text)
        if found is None:
            raise ValidationError(
                _(
                    "No organisation here is called “{text}”. Type its whole name, or the address of its profile."
                ).format(text=text[:60])
            )
        return found

    def shown(self, answer):
        """Return its name with what it is found by."""
        return organisations().shown(answer)

    def words(self, answer):
        """Return its name."""
        return organisations().name(answer)


class FileAnswer(UploadField):
    """A file, kept as the number of its attachment; `maximum` bounds its megabytes, `options` its endings."""

    def __init__(self, question, **kwargs):
        wanted = {value for value, _label in named(question.options)}
        kinds = tuple(kind for kind in KINDS if wanted & set(kind.endings)) or KINDS
        largest = int(question.maximum * MEGABYTE) if question.maximum is not None else LARGEST
        kwargs.pop("help_text", None)
        super().__init__(kinds=kinds, largest=largest, widget=FileOrKept(), **kwargs)

    def shown(self, answer):
        """Return the number; the form puts the file in its place."""
        return answer

    def words(self, answer):
        """Return the number of the file."""
        return _("File {number}").format(number=answer)


@cache
def countries(language):
    """Return {code: name} of all countries in a language, by name; codes as Eurostat writes them."""
    territories = Locale.parse(language).territories
    found = {
        HOUSE_CODES.get(code, code): label
        for code, label in territories.items()
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES
    }
    return dict(sorted(found.items(), key=lambda item: item[1]))


def _in_brackets(text):
    """What stands in brackets at the end, "DE11" of "Stuttgart (DE11)"; else the whole."""
    found = re.search(r"\(([^()]+)\)\s*$", text)
    return (found.group(1) if found else text).strip()


@cache
def _regions():
    rows = regions.table().iter_rows(named=True)
    return {row["region"]: regions.Region(**row) for row in rows if row["nuts_edition"] == NUTS_EDITION}


def _suggested_regions(levels):
    """Names with codes of the regions to choose from; the small ones only where nothing larger may be chosen."""
    offered = [level for level in levels if level < 3] or levels
    return [f"{region.name} ({code})" for code, region in _regions().items() if region.level in offered]
