"""Reading a file, and the sentences that say what came of it. Pages and API speak through here alike."""

from dataclasses import dataclass
from typing import Any, Literal

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.documents.guesses import date_in, guess_language, title_from
from apps.web.errors import DomainError
from core.text.marks import count_marks, find_marks
from core.text.readers import SUPPORTED, Formatting, ReadError, read
from core.text.rules import NO_RULES, Rules
from core.text.turns import Structure, find_turns, spans_of

SpeakerMode = Literal["auto", "none"]
MEGABYTE = 1024 * 1024
STATUS = {"too_large": 413, "unsupported": 415, "mislabelled": 415}
# Below this, the encoding is shown as a question to the person who confirms the file.
SURE_ENCODING = 0.9

SENTENCES = {
    "empty": gettext_lazy("The file holds no words. Nothing was imported from it; check the file and upload it again."),
    "too_large": gettext_lazy(
        "The file is larger than %(limit)s MB. Nothing was imported from it; split it, or take the pictures"
        " out, and upload it again."
    ),
    "unsupported": gettext_lazy(
        "Files that end in “%(ending)s” cannot be read. Nothing was imported from it; save it as "
        "%(supported)s and upload that."
    ),
    "binary": gettext_lazy(
        "The file is not a text: it holds bytes that no text has. Nothing was imported from it; save the "
        "transcript as plain text or as a Word document (.docx) and upload that."
    ),
    "undecodable": gettext_lazy(
        "The characters of the file do not fit the encoding%(encoding)s. Nothing was imported from it; choose "
        "another encoding, or open it in the program that made it, save it as UTF-8 and upload it again."
    ),
    "no_text_layer": gettext_lazy(
        "The PDF holds pictures of pages and no text. Nothing was imported from it; let a program for text "
        "recognition (OCR) make a searchable PDF or a Word document of it and upload that."
    ),
    "encrypted": gettext_lazy(
        "The file is protected by a password. Nothing was imported from it; take the password off and upload it again."
    ),
    "old_word": gettext_lazy(
        "The file is in the Word format of before 2007 (.doc). Nothing was imported from it; open it in "
        "Word, save it as .docx and upload that."
    ),
    "mislabelled": gettext_lazy(
        "The name of the file says “%(expected)s”, but what is in it is “%(found)s”. Nothing was imported "
        "from it; export it again as %(supported)s and upload that."
    ),
    "damaged": gettext_lazy(
        "The file is damaged or incomplete. Nothing was imported from it; open it in the program that made "
        "it, save it anew and upload it again."
    ),
    "too_slow": gettext_lazy(
        "Reading the file took longer than %(seconds)s seconds and was stopped. Nothing was imported from "
        "it; save it as plain text and upload that."
    ),
    "too_much_memory": gettext_lazy(
        "Reading the file needed more memory than is allowed and was stopped. Nothing was imported from it;"
        " save it as plain text and upload that."
    ),
    "too_many_files": gettext_lazy(
        "The archive holds more than %(files)s files. Nothing was imported from it; split it and upload the parts."
    ),
    "packed_too_tightly": gettext_lazy(
        "The file is packed so tightly that unpacking it could fill the disk. Nothing was imported from it; "
        "upload it by itself, unpacked."
    ),
    "nested_archive": gettext_lazy(
        "Archives within an archive are not opened. Nothing was imported from this one; unpack it and upload "
        "what is in it."
    ),
    "crashed": gettext_lazy(
        "Something in this file stopped the reader. Nothing was imported from it; save it as plain text and"
        " upload that."
    ),
}
WARNINGS = {
    "comments_left_out": gettext_lazy(
        "The document has comments; they are left out of the text. Keep the file if you need them."
    ),
    "comments_marked": gettext_lazy(
        "The document has comments (%(comments)s); each is marked in the text, as [c1], and stands below its "
        "paragraph. If they should not be coded, take them out of the document and upload it again."
    ),
    "changes_accepted": gettext_lazy(
        "The document has tracked changes (%(changes_accepted)s); the text is as if all were accepted. If some "
        "should be rejected, do so in the document and upload it again."
    ),
    "images_left_out": gettext_lazy(
        "The document has pictures; they are left out of the text. Write what matters of them into it, if any does."
    ),
    "text_boxes_left_out": gettext_lazy(
        "The document has text boxes; what is in them may be missing from the text. If it matters, move it into "
        "the document itself and upload it again."
    ),
    "pages_without_text": gettext_lazy(
        "Pages that are pictures (%(pages_without_text)s) were left out, because there is no text in them. If "
        "they matter, let a program for text recognition (OCR) read the file and upload what it makes."
    ),
    "speaker_table": gettext_lazy(
        "A table of who says what was made into lines “Speaker: words”. All its words were kept; check the "
        "speakers below."
    ),
    "read_as": gettext_lazy(
        "The name of the file says one thing and what is in it another: it was read as %(read_as)s. Nothing was "
        "lost; check that the text is what you expect."
    ),
}
# How the kinds are called; only those that a file of another name is read as.
KIND_NAMES = {
    "docx": gettext_lazy("a Word document"),
    "html": gettext_lazy("a web page"),
    "md": gettext_lazy("Markdown"),
    "odt": gettext_lazy("an OpenDocument text"),
    "pdf": gettext_lazy("a PDF"),
    "rtf": gettext_lazy("rich text (RTF)"),
    "srt": gettext_lazy("subtitles (SRT)"),
    "txt": gettext_lazy("plain text"),
    "vtt": gettext_lazy("subtitles (WebVTT)"),
}
LAYOUTS = {
    "colon": gettext_lazy("label and colon"),
    "bold": gettext_lazy("bold label"),
    "caps": gettext_lazy("label on a line of its own"),
    "timestamp": gettext_lazy("label with a time"),
    "question": gettext_lazy("Q and A"),
    "tab": gettext_lazy("label and tab or dash"),
    "rule": gettext_lazy("your rules"),
    "none": gettext_lazy("paragraphs"),
}


@dataclass(frozen=True)
class Reading:
    """What a file gave: its text, how it looked, its turns, and the report of what was found (see `describe`)."""

    text: str
    formatting: tuple[Formatting, ...]
    structure: Structure
    report: dict[str, Any]


def refusal(code: str, **detail: str | int) -> DomainError:
    """The error of a file that cannot become a transcript, with its sentence and HTTP status."""
    known: dict[str, Any] = {"ending": "", "expected": "", "found": "", "seconds": 20, **detail}
    known["limit"] = int(detail["limit"]) // MEGABYTE if "limit" in detail else settings.MAX_UPLOAD_MB
    known["files"] = detail.get("limit", 0)
    known["encoding"] = f" “{detail['encoding']}”" if detail.get("encoding") else ""
    known["supported"] = ", ".join(sorted(SUPPORTED))
    return DomainError(code, SENTENCES[code] % known, status=STATUS.get(code, 422), fields=dict(detail))


def refuse_size(size: int) -> None:
    """Raise when a file of so many bytes need not be looked at."""
    if size == 0:
        raise refusal("empty")
    if size > settings.MAX_UPLOAD_MB * MEGABYTE:
        raise refusal("too_large", bytes=size, limit=settings.MAX_UPLOAD_MB * MEGABYTE)


def read_file(
    data: bytes, filename: str, speakers: SpeakerMode = "auto", *, encoding: str = "", rules: Rules = NO_RULES
) -> Reading:
    """Read a file, in this encoding where one is given, and find its structure by the rules.

    Raises DomainError with a sentence for the person who sent it.
    """
    try:
        result = read(data, filename, encoding or None)
    except ReadError as error:
        raise refusal(error.code, **error.detail) from error
    structure = find_turns(result.text, speakers, rules)
    report = {
        **describe(result.text, structure),
        "encoding": result.encoding,
        "confidence": result.confidence,
        "warnings": list(result.warnings),
        "details": dict(result.details),
        "pages": list(result.pages),
        "date": found.isoformat() if (found := date_in(filename)) else None,
        "title": title_from(filename),
    }
    return Reading(result.text, result.formatting, structure, report)


def describe(text: str, structure: Structure) -> dict[str, Any]:
    """What can be said about a text and its turns: characters, words, turns, speakers, pattern, language, marks.

    `words` are the words said, without labels; `speakers` is [{"label", "turns", "words", "interviewer"}, …];
    `marks` is [[what nobody said, how often], …], the commonest first.
    """
    found = [
        {"label": each.label, "turns": each.turns, "words": each.words, "interviewer": each.interviewer}
        for each in structure.speakers
    ]
    return {
        "characters": len(text),
        "words": sum(turn.words for turn in structure.turns),
        "turns": len(structure.turns),
        "speakers": found,
        "pattern": structure.pattern,
        "structure_confidence": round(structure.confidence, 2),
        "language": guess_language(text),
        "marks": [list(each) for each in count_marks(find_marks(text, spans_of(structure)))],
    }


def warning_sentences(report: dict[str, Any]) -> list[str]:
    """The report's warnings as sentences, in the reader's language."""
    # Reports of former versions say less.
    unsaid = {"changes_accepted": "?", "comments": "?", "pages_without_text": "?", "read_as": "txt"}
    details = {**unsaid, **report.get("details", {})}
    details["read_as"] = KIND_NAMES.get(details["read_as"], details["read_as"])
    said = [str(WARNINGS[code]) % details for code in report.get("warnings", ()) if code in WARNINGS]
    confidence = report.get("confidence")
    if confidence is not None and confidence < SURE_ENCODING:
        said.append(
            _("The encoding (%(encoding)s) is a guess; look for odd characters in the text.")
            % {"encoding": report["encoding"]}
        )
    return said
