"""Bytes to text, and text to the one form that is stored."""

import codecs
import hashlib
import re
from dataclasses import dataclass

from core.text.errors import ReadError

BOMS = (
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\xff\xfe", "utf-16-le"),
)
# What a person can choose from where the guess was wrong: the name that `decode` takes, and how it is called.
ENCODINGS = (
    ("utf-8", "Unicode (UTF-8)"),
    ("utf-16-le", "Unicode (UTF-16, little-endian)"),
    ("utf-16-be", "Unicode (UTF-16, big-endian)"),
    ("windows-1252", "Western European (Windows-1252)"),
    ("iso-8859-15", "Western European (ISO 8859-15)"),
    ("mac-roman", "Western European (Macintosh)"),
    ("cp850", "Western European (DOS 850)"),
    ("windows-1250", "Central European (Windows-1250)"),
    ("iso-8859-2", "Central European (ISO 8859-2)"),
    ("windows-1251", "Cyrillic (Windows-1251)"),
    ("koi8-r", "Cyrillic (KOI8-R)"),
    ("mac-cyrillic", "Cyrillic (Macintosh)"),
    ("windows-1253", "Greek (Windows-1253)"),
    ("windows-1254", "Turkish (Windows-1254)"),
    ("windows-1255", "Hebrew (Windows-1255)"),
    ("windows-1256", "Arabic (Windows-1256)"),
    ("windows-1257", "Baltic (Windows-1257)"),
    ("windows-1258", "Vietnamese (Windows-1258)"),
    ("windows-874", "Thai (Windows-874)"),
    ("gb18030", "Chinese, simplified (GB 18030)"),
    ("big5", "Chinese, traditional (Big5)"),
    ("shift-jis", "Japanese (Shift JIS)"),
    ("euc-jp", "Japanese (EUC-JP)"),
    ("cp949", "Korean (CP 949)"),
)
SAMPLE = 4096
SPARE_CONTROLS = 3
MAX_CONTROLS = 0.01
MIN_SEPARATORS = 0.02

# They turn French and Dutch accents into letters that look as plausible.
EASTERN_PAGES = ("cp1250", "cp1257")
SPARE_CHAOS = 0.05

# Seldom met, and they turn the few accents of a short western text into other letters.
DOS_PAGES = (
    "cp437",
    "cp775",
    "cp850",
    "cp852",
    "cp857",
    "cp858",
    "cp860",
    "cp861",
    "cp863",
    "cp865",
    "hp_roman8",
)

# What Python calls otherwise.
_CODECS = {"windows-874": "cp874"}
# What Python calls a text encoding too.
_NO_ENCODINGS = frozenset({"idna", "punycode", "raw_unicode_escape", "unicode_escape", "utf-7"})

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_FOREIGN = re.compile("[\x00-\x08\x0e-\x1f\ue000-\uf8ff\ufffe\uffff]")
_SEPARATOR = re.compile("[ \n、。，]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text as it stood in the file; `confidence` is 1 where the bytes themselves prove the encoding."""

    text: str
    encoding: str
    confidence: float
    bom: bool


def normalise(text: str) -> str:
    """The stored form: line ends are LF, no byte order mark in front, NUL and lone surrogates are U+FFFD.

    All other characters stay as they are, so that quotes and offsets made elsewhere still fit. Idempotent.
    """
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _UNSTORABLE.sub("\ufffd", text)


def text_hash(text: str) -> str:
    """SHA-256 of the UTF-8 form, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Find the encoding: byte order mark, UTF-16 without one, strict UTF-8, then a guess among code pages.

    ReadError "binary" for bytes that are no text, "undecodable" for text in no encoding that fits, or not in
    the `encoding` asked for.
    """
    if encoding:
        return _as_asked(data, encoding)
    decoded = _by_bom(data) or _as_utf16(data) or _as_utf8(data)
    sample = decoded.text if decoded else data.decode("latin-1")
    if _is_binary(sample):
        raise ReadError("binary")
    return decoded or _by_guess(data)


def is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8, which no other text of more than ASCII is by chance; or carry a mark."""
    return any(data.startswith(bom) for bom, _encoding in BOMS) or _as_utf8(data) is not None


def _as_asked(data: bytes, encoding: str) -> Decoded:
    bom = next((bom for bom, marked in BOMS if marked == encoding and data.startswith(bom)), b"")
    try:
        codec = codecs.lookup(_CODECS.get(encoding, encoding)).name
        text = "" if codec in _NO_ENCODINGS else data[len(bom) :].decode(codec)
    except (LookupError, ValueError) as error:
        raise ReadError("undecodable", encoding=encoding) from error
    if not text or _is_binary(text):
        raise ReadError("undecodable", encoding=encoding)
    return Decoded(text, encoding, 1.0, bom=bool(bom))


def _is_binary(text: str) -> bool:
    return len(_CONTROL.findall(text)) > SPARE_CONTROLS + MAX_CONTROLS * len(text)


def _by_bom(data: bytes) -> Decoded | None:
    marked = [(bom, encoding) for bom, encoding in BOMS if data.startswith(bom)]
    for bom, encoding in marked:
        try:
            return Decoded(data[len(bom) :].decode(encoding), encoding, 1.0, bom=True)
        except UnicodeDecodeError:
            continue
    if marked:
        raise ReadError("undecodable", encoding=marked[-1][1])
    return None


def _as_utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a mark, told from other text by having spaces and line ends where UTF-16 puts them."""
    if len(data) % 2 or not data:
        return None
    scored = ((_utf16_score(data[:SAMPLE], encoding), encoding) for encoding in ("utf-16-le", "utf-16-be"))
    score, encoding = max(scored)
    if score < MIN_SEPARATORS:
        return None
    try:
        return Decoded(data.decode(encoding), encoding, 0.95, bom=False)
    except UnicodeDecodeError:
        return None


def _utf16_score(sample: bytes, encoding: str) -> float:
    """Share of separators, 0 where characters stand that no transcript holds."""
    text = sample.decode(encoding, "replace")
    return 0.0 if _FOREIGN.search(text) else len(_SEPARATOR.findall(text)) / len(text)


def _as_utf8(data: bytes) -> Decoded | None:
    try:
        return Decoded(data.decode(), "utf-8", 1.0, bom=False)
    except UnicodeDecodeError:
        return None


def _by_guess(data: bytes) -> Decoded:
    """charset-normalizer's best match, or windows-1252 where it is as free of mess, or nearly so.

    Texts with few accents fit many Latin code pages equally; windows-1252 is what Word writes in Indonesia.
    """
    from charset_normalizer import from_bytes  # costs more to load than most files take to read

    matches = from_bytes(data, cp_exclusion=[*DOS_PAGES])
    best = matches.best()
    if best is None:
        raise ReadError("undecodable")
    most = best.chaos + (SPARE_CHAOS if best.encoding in EASTERN_PAGES else 0)
    western = any("cp1252" in match.could_be_from_charset and match.chaos <= most for match in matches)
    encoding = "cp1252" if western else best.encoding
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError("undecodable", encoding=encoding) from error
    return Decoded(text, _iana_name(encoding), round(max(0.0, 0.8 - best.chaos), 2), bom=False)


def _iana_name(codec: str) -> str:
    return codec.replace("cp125", "windows-125").replace("iso8859", "iso-8859").replace("_", "-")
