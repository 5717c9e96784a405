"""The words of the site in its languages: gathers them from code and templates, and checks their translations.

`./dev words` brings every locale/<language>/LC_MESSAGES/django.po up to date, compiles django.mo beside it and lists
what is not translated; `./dev words nl` begins Dutch.  `./dev check` runs `tools/words.py --check`.
"""

import io
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from cluster_observatory.web.settings import LANGUAGES

WEB = Path(__file__).resolve().parents[1] / "src" / "cluster_observatory" / "web"
LOCALE = WEB / "locale"
OFFERED = tuple(code for code, _name in LANGUAGES if code != "en")
"""The languages of the switcher: in these nothing may be missing."""

KEYWORDS: dict[str, tuple[int, ...] | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
}
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w*\}")
TAG = re.compile(r"</?\w+[^<>]*>")
HEADER = "# Words of the site in one language: docs/how-to/add-a-language.md says how to work with them."
SHOWN = 60
"""So many letters of a sentence name it in a list."""


class Words(Catalog):
    """A catalogue whose header says only what readers need, so that the same words make the same file."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """Return the fields of the header."""
        return [
            ("Language", str(self.locale)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self.plural_forms),
        ]


def sources() -> Iterator[tuple[str, bytes]]:
    """Yield every module and template of the site as Python that can be searched for marked words."""
    for file in sorted(WEB.rglob("*.py")):
        yield str(file.relative_to(WEB)), file.read_bytes()
    for file in sorted(WEB.rglob("templates/**/*.html")):
        # Within brackets the margins of a template are no indentation of Python.
        python = f"({templatize(file.read_text('utf-8'), origin=file.name)})"
        yield str(file.relative_to(WEB)), python.encode()


def gathered(language: str) -> Words:
    """Return the words of the site without translations."""
    words = Words(locale=language, fuzzy=False, header_comment=HEADER)
    for name, text in sources():
        for _line, found, _comments, _context in extract("python", io.BytesIO(text), keywords=KEYWORDS):
            words.add(found, locations=[(name, 1)])
    for message in words:
        message.locations = sorted(set(message.locations))
        message.flags.clear()
    return words


def kept(language: str) -> Catalog:
    """Return the words as they lie in the language's file, empty where it has none."""
    file = po(language)
    if not file.exists():
        return Words(locale=language)
    with file.open("rb") as lines:
        return read_po(lines, locale=language)


def po(language: str) -> Path:
    """Return the file of a language's translations."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def update(language: str) -> Words:
    """Write the files of a language anew: what is no longer said leaves, what is new comes without translation."""
    words, before = gathered(language), kept(language)
    for message in words:
        known = before.get(message.id)
        if message.id and known is not None and not known.fuzzy and known.pluralizable == message.pluralizable:
            message.string = known.string
    file = po(language)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as lines:
        write_po(lines, words, width=110, sort_output=True, include_lineno=False)
    with file.with_suffix(".mo").open("wb") as lines:
        write_mo(lines, translated(words))
    return words


def translated(words: Words) -> Words:
    """Return those of the words that have a translation: for the others the site shows the English ones."""
    found = Words(locale=words.locale, fuzzy=False)
    for message in words:
        if message.id and all(strings(message)):
            found[message.id] = message
    return found


def missing(words: Catalog) -> list[str]:
    """Return the sentences without a translation."""
    return [named(message) for message in words if message.id and not all(strings(message))]


def named(message: Message) -> str:
    """Return the beginning of a sentence, to find it by."""
    text = message.id if isinstance(message.id, str) else message.id[0]
    return repr(text[:SHOWN] + ("…" if len(text) > SHOWN else ""))


def strings(message: Message) -> tuple[str, ...]:
    """Return the translations of a sentence: one, or one for each form of its number."""
    return (message.string or "",) if isinstance(message.string, str | None) else tuple(message.string)


def faults(language: str) -> list[str]:
    """Return what is wrong with a language's files, each as a line that says where and what."""
    now, lying = gathered(language), kept(language)
    wanted = {key_of(message): message for message in now if message.id}
    there = {key_of(message): message for message in lying if message.id}
    found = [f"missing: {named(wanted[key])}" for key in wanted.keys() - there.keys()]
    found += [f"no longer said: {named(there[key])}" for key in there.keys() - wanted.keys()]
    for key in wanted.keys() & there.keys():
        found += [f"{fault}: {named(there[key])}" for fault in faults_of(there[key], now.num_plurals)]
    with po(language).with_suffix(".mo").open("rb") as compiled:
        spoken = {key_of(message): strings(message) for message in read_mo(compiled) if message.id}
    if spoken != {key: strings(message) for key, message in there.items() if all(strings(message))}:
        found.append("django.mo is not what django.po makes: run ./dev words")
    return sorted(found)


def key_of(message: Message) -> str | tuple[str, ...]:
    """Return what the sentence is found by: its English words, both of them where it has two."""
    return message.id if isinstance(message.id, str) else tuple(message.id)


def faults_of(message: Message, forms: int) -> list[str]:
    """Return what is wrong with one translation."""
    ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    said = strings(message)
    if not all(said):
        return ["not translated"]
    found = ["fuzzy"] if message.fuzzy else []
    if len(said) != (1 if isinstance(message.id, str) else forms):
        return [*found, f"{len(said)} forms of the number where there are {forms}"]
    for place, text in enumerate(said):
        models = ids if len(said) > 1 and place == 0 else ids[-1:]
        if not any(Counter(PLACEHOLDER.findall(text)) == Counter(PLACEHOLDER.findall(model)) for model in models):
            found.append("other placeholders")
        if not any(Counter(TAG.findall(text)) == Counter(TAG.findall(model)) for model in models):
            found.append("other tags")
        is_format = "%(" in ids[-1] or "%%" in ids[-1]
        if is_format and "%" in re.sub(r"%%|%\(\w+\)s", "", text):
            found.append("a per cent sign that must be doubled")
        if (text[:1].isspace(), text[-1:].isspace()) != (ids[-1][:1].isspace(), ids[-1][-1:].isspace()):
            found.append("other blanks at its ends")
    return found


def main(arguments: list[str]) -> int:
    """Update the files, or check them with --check; answers with the exit code."""
    if arguments == ["--check"]:
        lines = [f"{language}: {fault}" for language in OFFERED for fault in faults(language)]
        print(*lines, sep="\n", end="\n" if lines else "")
        return bool(lines)
    languages = {*OFFERED, *(folder.name for folder in LOCALE.iterdir() if folder.is_dir()), *arguments}
    for language in sorted(languages):
        absent = missing(update(language))
        print(f"{language}: {len(absent)} not translated", *absent, sep="\n  ")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
