"""What a recording is, told from its first bytes. A file's name proves nothing, and what is served must be harmless."""

from dataclasses import dataclass
from typing import Protocol

HEAD_BYTES = 4096
# Marks before the sound are cut by hand or by cheap recorders; nobody needs more than this.
MOST_ID3_BYTES = 64 * 2**20


class Readable(Protocol):
    """What a binary file can do, and an uploaded one."""

    def read(self, size: int = -1, /) -> bytes: ...

    def seek(self, offset: int, whence: int = 0, /) -> int: ...


@dataclass(frozen=True, slots=True)
class Media:
    """A kind of file. `content_type` is one that a browser only ever plays; `plays` says whether any browser does."""

    name: str
    content_type: str
    ending: str
    plays: bool = True


MP3 = Media("MP3", "audio/mpeg", "mp3")
AAC = Media("AAC", "audio/aac", "aac")
FLAC = Media("FLAC", "audio/flac", "flac")
WAV = Media("WAV", "audio/wav", "wav")
AIFF = Media("AIFF", "audio/aiff", "aiff")
OGG = Media("Ogg", "audio/ogg", "ogg")
OGG_VIDEO = Media("Ogg", "video/ogg", "ogv")
WEBM = Media("WebM", "audio/webm", "webm")
WEBM_VIDEO = Media("WebM", "video/webm", "webm")
MATROSKA = Media("Matroska", "video/x-matroska", "mkv")
M4A = Media("M4A", "audio/mp4", "m4a")
MP4 = Media("MP4", "video/mp4", "mp4")
MOV = Media("QuickTime", "video/quicktime", "mov")
THREE_GP = Media("3GP", "video/3gpp", "3gp")

# What recorders make and no browser plays: named, so that people know what to convert.
UNPLAYABLE = {
    b"#!AMR": Media("AMR", "audio/amr", "amr", plays=False),
    b"0&\xb2u\x8ef\xcf\x11": Media("Windows Media", "video/x-ms-asf", "wma", plays=False),
    b"\x02dss": Media("DSS", "audio/x-dss", "dss", plays=False),
    b"\x03ds2": Media("DS2", "audio/x-dss", "ds2", plays=False),
    b"caff": Media("Core Audio", "audio/x-caf", "caf", plays=False),
    b"\x00\x00\x01\xba": Media("MPEG", "video/mpeg", "mpg", plays=False),
}
AVI = Media("AVI", "video/x-msvideo", "avi", plays=False)
# Pictures lie in the same boxes as films.
PICTURES = (b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1", b"avif", b"avis", b"jp2 ", b"jpx ", b"crx ")
OLD_QUICKTIME = (b"moov", b"mdat", b"wide", b"pnot")


def recognise(file: Readable) -> Media | None:
    """What kind of recording a file holds, or None. Reads a few kilobytes and leaves the file at its beginning."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    found = _after_tag(file, head) if head[:3] == b"ID3" else _by_head(head)
    file.seek(0)
    return found


def _by_head(head: bytes) -> Media | None:
    for start, media in UNPLAYABLE.items():
        if head.startswith(start):
            return media
    if head[4:8] == b"ftyp":
        return _boxes(head[8:12])
    if head[4:8] in OLD_QUICKTIME:
        return MOV
    if head[:4] in (b"RIFF", b"RF64", b"BW64"):
        return {b"WAVE": WAV, b"AVI ": AVI}.get(head[8:12])
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return AIFF
    if head[:4] == b"fLaC":
        return FLAC
    if head[:4] == b"OggS":
        return OGG_VIDEO if b"\x80theora" in head else OGG
    if head[:4] == b"\x1aE\xdf\xa3":
        return _matroska(head)
    return _frames(head.lstrip(b"\0"))


def _after_tag(file: Readable, head: bytes) -> Media | None:
    """What follows an ID3 tag: nearly always MP3, now and then AAC or FLAC."""
    size = 0
    for byte in head[6:10]:
        size = size << 7 | byte & 0x7F
    if size > MOST_ID3_BYTES:
        return None
    file.seek(10 + size)
    behind = file.read(HEAD_BYTES).lstrip(b"\0")
    return _by_head(behind) if behind[:4] == b"fLaC" else _frames(behind)


def _boxes(brand: bytes) -> Media | None:
    if brand in PICTURES:
        return None
    if brand in (b"M4A ", b"M4B ", b"M4P "):
        return M4A
    if brand == b"qt  ":
        return MOV
    return THREE_GP if brand.startswith((b"3gp", b"3g2")) else MP4


def _matroska(head: bytes) -> Media | None:
    if b"webm" not in head[:64]:
        return MATROSKA if b"matroska" in head[:64] else None
    return WEBM_VIDEO if b"V_VP" in head or b"V_AV1" in head else WEBM


def _frames(head: bytes) -> Media | None:
    """MP3 and AAC begin with a frame at once: two bytes say so, and the next frame must say so too."""
    length, media = _frame(head)
    if media is None:
        return None
    following = head[length : length + 6]
    is_whole = len(head) in (length, HEAD_BYTES) if len(following) < 4 else _frame(following)[1] is media
    return media if is_whole else None


# Kilobits a second of MPEG audio by (version 1?, layer), and samples a second of MPEG 1.
_BIT_RATES = {
    (True, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (True, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (False, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLE_RATES = (44100, 48000, 32000)


def _frame(head: bytes) -> tuple[int, Media | None]:
    """Length in bytes and kind of the frame that begins here (ISO 11172-3, 13818-3; ADTS: 13818-7)."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0, None
    version, layer = head[1] >> 3 & 3, 4 - (head[1] >> 1 & 3)
    if layer == 4:
        # ADTS; its length spans the bytes 3 to 5, and a head cut short tells only that it is one.
        is_adts = head[1] & 0xF6 == 0xF0 and head[2] >> 2 & 0xF < 13
        length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5 if len(head) > 5 else 0
        return length, AAC if is_adts else None
    rate, pitch = head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or rate in (0, 15) or pitch == 3:
        return 0, None
    first = version == 3
    bits = _BIT_RATES[first, layer][rate - 1] * 1000
    samples = _SAMPLE_RATES[pitch] >> {3: 0, 2: 1, 0: 2}[version]
    padding = head[2] >> 1 & 1
    if layer == 1:
        return (12 * bits // samples + padding) * 4, MP3
    return (72 if layer == 3 and not first else 144) * bits // samples + padding, MP3
