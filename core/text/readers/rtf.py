"""Rich text: its characters are made Unicode here, because pandoc knows one code page only; pandoc does the rest.

Characters come as bytes of the code page of the font in use, as \\'e9, or as \\u233 with a substitute behind it
for old programs (Rich Text Format Specification 1.9.1). To pandoc they are given as numbers between two marks,
which it takes for words, and put in their place in what it answers.
"""

import codecs
import json
import re
from dataclasses import dataclass, replace

from core.text.readers.base import ReadResult
from core.text.readers.pandoc import convert

TOKEN = re.compile(
    rb"\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})? ?|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}]+)|\\",
    re.DOTALL,
)
# Groups that begin with \* may be left out by who does not know them. Pandoc knows these.
KNOWN = frozenset(b"listtable listoverridetable pn pnseclvl fldinst bkmkstart bkmkend fname falt".split())
DROPPED = {
    b"pict": "images_left_out",
    b"annotation": "comments_left_out",
    b"shpinst": "text_boxes_left_out",
} | dict.fromkeys(b"header headerl headerr headerf footer footerl footerr footerf info nonshppict objdata".split(), "")
ON_OFF = 0  # \deleted0 ends what \deleted begins
CHARSETS = {
    77: "mac-roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    255: "cp850",
}  # fmt: skip
FAMILIES = {b"mac": "mac-roman", b"pc": "cp437", b"pca": "cp850"}
MARK = 0x1E  # a record separator: pandoc lets it through, and no document has it
_MARKED = re.compile(rb"\\u001e([0-9A-F]{1,6})\\u001e")
HIGH, LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)


@dataclass(slots=True)
class _State:
    """What a group inherits from the one around it."""

    codec: str | None = None  # None: that of the document
    substitutes: int = 1
    dropped: bool = False
    fonts: bool = False
    deleted: bool = False


def read_rtf(data: bytes) -> ReadResult:
    """The text with tracked changes accepted; headers and footers are left out."""
    source = _Source()
    source.translate(data)
    result = convert(b"".join(source.written), "rtf", gap="\n", mend=_put_in_place)
    details = {**result.details, **({"changes_accepted": source.changes} if source.changes else {})}
    return replace(result, warnings=tuple(sorted({*result.warnings, *source.warnings})), details=details)


class _Source:
    """Rewrites one document."""

    def __init__(self) -> None:
        self.state = _State()
        self.stack: list[_State] = []
        self.written: list[bytes] = []
        self.opening = False  # a brace, written only when something follows it
        self.document = "cp1252"
        self.fonts: dict[int, str] = {}
        self.font = 0  # the one being described in the font table
        self.skip = 0  # substitutes still to be passed over
        self.high = 0  # the first half of a character beyond 16 bits
        self.starred = False
        self.decoder = codecs.getincrementaldecoder("cp1252")("replace")
        self.decoding = "cp1252"
        self.warnings: set[str] = set()
        self.changes = 0

    def translate(self, data: bytes) -> None:
        at = 0
        while match := TOKEN.match(data, at):
            at = match.end()
            # The name of the last group that took part: a word with a number is known by the number.
            match match.lastgroup:
                case "word" | "number" if match["word"] == b"bin":
                    at += max(0, int(match["number"] or 0))
                case "word" | "number":
                    self._word(match["word"], match["number"], match[0])
                case "hex":
                    self._bytes(bytes([int(match["hex"], 16)]))
                case "text":
                    self._text(match[0].replace(b"\r", b"").replace(b"\n", b""))
                case "brace":
                    self._brace(match[0])
                case "sign":
                    self._sign(match["sign"], match[0])
        self._flush()
        self.written.append(b"}" * len([state for state in self.stack if not state.dropped]))

    def _write(self, piece: bytes) -> None:
        if not piece or self.state.dropped:
            return
        if self.opening:
            self.written.append(b"{")
            self.opening = False
        self.written.append(piece)

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self.skip = 0
        self.starred = False
        if brace == b"{":
            if self.opening:
                self.opening = False
                self.written.append(b"{")
            self.stack.append(self.state)
            self.state = replace(self.state)
            self.opening = not self.state.dropped
        elif self.stack:
            if not self.opening:
                self._write(b"}")
            self.opening = False
            self.state = self.stack.pop()

    def _sign(self, sign: bytes, token: bytes) -> None:
        if sign == b"*":
            self.starred = True
        elif self.skip:
            self.skip -= 1
        # An optional hyphen is not part of the word.
        elif sign != b"-" and not self.state.deleted:
            self._flush()
            self._write(token)

    def _word(self, word: bytes, number: bytes | None, token: bytes) -> None:
        starred, self.starred = self.starred, False
        if (starred and word not in KNOWN) or word in DROPPED:
            self._drop(word)
            return
        value = int(number) if number else None
        if word == b"u" and value is not None:
            self._unicode(value)
        elif self.skip:
            self.skip -= 1
        else:
            self._flush()
            self._note(word, value)
            if word not in {b"uc", b"deleted", b"revised"}:
                self._write((b"\\*" if starred else b"") + token.rstrip(b" ") + b" ")

    def _drop(self, word: bytes) -> None:
        self._flush()
        if not self.state.dropped and (code := DROPPED.get(word)):
            self.warnings.add(code)
        if not self.opening:
            self._write(b"}")
        self.opening = False
        self.state.dropped = True

    def _note(self, word: bytes, value: int | None) -> None:
        """What a control word changes for the characters that follow."""
        if word == b"uc":
            self.state.substitutes = min(max(value or 0, 0), 16)
        elif word == b"ansicpg" and value:
            self.document = _known(f"cp{value}") or self.document
        elif word in FAMILIES:
            self.document = FAMILIES[word]
        elif word == b"fonttbl":
            self.state.fonts = True
        elif word == b"f" and self.state.fonts:
            self.font = value or 0
        elif word == b"fcharset" and self.state.fonts and value in CHARSETS:
            self.fonts[self.font] = CHARSETS[value]
        elif word == b"f":
            self.state.codec = self.fonts.get(value or 0)
        elif word == b"plain":
            self.state.codec, self.state.deleted = None, False
        elif word in {b"deleted", b"revised"} and value != ON_OFF:
            self.state.deleted = word == b"deleted"
            self.changes += 1
            self.warnings.add("changes_accepted")
        elif word == b"deleted":
            self.state.deleted = False

    def _unicode(self, value: int) -> None:
        self._flush()
        self.skip = self.state.substitutes
        code = value % 0x10000
        if code in HIGH:
            self.high = code
            return
        if code in LOW and self.high:
            code = 0x10000 + ((self.high - HIGH.start) << 10) + (code - LOW.start)
        self.high = 0
        self._characters(chr(code))

    def _text(self, text: bytes) -> None:
        passed = min(self.skip, len(text))
        self.skip -= passed
        text = text[passed:]
        if text.isascii() and not self.decoder.getstate()[0]:
            if not self.state.deleted:
                self._write(text)
        elif text:
            self._bytes(text)

    def _bytes(self, raw: bytes) -> None:
        if self.skip:
            self.skip -= 1
            return
        codec = self.state.codec or self.document
        if codec != self.decoding:
            self._flush()
            self.decoder, self.decoding = codecs.getincrementaldecoder(codec)("replace"), codec
        self._characters(self.decoder.decode(raw))

    def _flush(self) -> None:
        """Half a character at the end of a run is a broken one."""
        if self.decoder.getstate()[0]:
            self._characters(self.decoder.decode(b"", True))

    def _characters(self, characters: str) -> None:
        if not self.state.deleted and not self.state.fonts:
            self._write(b"".join(map(_escape, characters)))


def _known(codec: str) -> str | None:
    try:
        return codecs.lookup(codec).name
    except LookupError:
        return None


def _escape(character: str) -> bytes:
    if " " <= character < "\x7f":
        return b"\\" + character.encode() if character in "\\{}" else character.encode()
    return b"%c%X%c" % (MARK, ord(character), MARK)


def _put_in_place(answer: bytes) -> bytes:
    """JSON in which the characters stand where their numbers stood; of what JSON cannot hold, U+FFFD."""
    return _MARKED.sub(lambda match: json.dumps(chr(int(match[1], 16)))[1:-1].encode(), answer)
