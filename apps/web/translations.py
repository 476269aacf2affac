"""The catalogues of translated strings, kept with Babel because a bare machine has no gettext programs.

The source language is English and needs no catalogue. Strings of Python and templates are in the domain
"django", those of our JavaScript in "djangojs".
"""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

LANGUAGE = "id"
FUNCTIONS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# Babel's own header carries the time, which would change the file each time it is written.
HEADER = f"""\
msgid ""
msgstr ""
"Project-Id-Version: Benang\\n"
"Language: {LANGUAGE}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def _files(folder: str, *endings: str) -> Iterator[Path]:
    return (path for path in sorted((settings.BASE_DIR / folder).rglob("*")) if path.suffix in endings)


def _empty() -> Catalog:
    """A catalogue with our header: Babel does not know that Indonesian has one plural form."""
    return read_po(BytesIO(HEADER.encode()), locale=LANGUAGE)


def _extract(method: str, source: str, found: Catalog) -> None:
    options = {"parse_template_string": True} if method == "javascript" else {}
    for _line, messages, _comments, context in extract(method, BytesIO(source.encode()), FUNCTIONS, (), options):
        found.add(messages, context=context)


def _strings_of_pages() -> Catalog:
    """What Python and templates mark as translatable."""
    found = _empty()
    for path in (*_files("apps", ".py"), *_files("config", ".py")):
        _extract("python", path.read_text(), found)
    for path in _files("templates", ".html", ".txt"):
        # Brackets around it make Python's tokenizer indifferent to the indentation of HTML.
        _extract("python", f"({templatize(path.read_text(), origin=str(path))}\n)", found)
    return found


def _strings_of_scripts() -> Catalog:
    """What our JavaScript marks as translatable."""
    found = _empty()
    for path in _files("static/js", ".js"):
        _extract("javascript", path.read_text(), found)
    return found


DOMAINS: dict[str, Callable[[], Catalog]] = {"django": _strings_of_pages, "djangojs": _strings_of_scripts}


def _po(domain: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / LANGUAGE / "LC_MESSAGES" / f"{domain}.po"


def _read(domain: str) -> Catalog:
    path = _po(domain)
    if not path.exists():
        return _empty()
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def _strings(catalog: Catalog) -> dict[tuple[Any, Any], Message]:
    """The catalogue's messages by context and text; two are the same string when both agree."""
    return {(message.context, message.id): message for message in catalog if message.id}


def update(domain: str) -> None:
    """Write the .po anew: every string of the source, in order, with the translation it already has."""
    translated = _strings(_read(domain))
    fresh = DOMAINS[domain]()
    for key, message in _strings(fresh).items():
        if key in translated:
            message.string = translated[key].string
    text = BytesIO()
    write_po(text, fresh, omit_header=True, no_location=True, sort_output=True)
    _po(domain).parent.mkdir(parents=True, exist_ok=True)
    _po(domain).write_bytes(HEADER.encode() + text.getvalue())


def compile_catalogue(domain: str) -> None:
    """Write the .mo that Django reads, when there is a .po."""
    if _po(domain).exists():
        with _po(domain).with_suffix(".mo").open("wb") as file:
            write_mo(file, _read(domain))


def problems(domain: str) -> list[str]:
    """What keeps the domain from being wholly translated: missing, obsolete and broken strings."""
    wanted, had = _strings(DOMAINS[domain]()), _strings(_read(domain))
    found = [f"not translated: {_text(wanted[key])!r}" for key in wanted if not _is_translated(had.get(key))]
    found += [f"no longer used: {_text(had[key])!r}" for key in had.keys() - wanted.keys()]
    for message in filter(_is_translated, had.values()):
        found += [f"{_text(message)!r}: {error}" for error in message.check()]
    return [f"{domain}: {problem}" for problem in sorted(found)]


def _text(message: Message) -> str:
    return str(message.id[0] if message.pluralizable else message.id)


def _is_translated(message: Message | None) -> bool:
    if message is None or message.string is None:
        return False
    return all([message.string] if isinstance(message.string, str) else message.string)
