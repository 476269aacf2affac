"""The words of the language, in English and in Indonesian."""

import re

from core.retrieval.query import Coders, Field, Relation

# What a name without quotes is made of, and a value behind a field.
NAME = re.compile(r'[^\s"()<>!:,=~#]+')
VALUE = re.compile(r'[^\s"(),]+')
ATTRIBUTE = re.compile(r'[^\s"(),<>=]+')
FIELD = re.compile(r'([^\s"()<>!:,=~#]+):')
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
PATTERN = re.compile(r"/((?:[^/\\]|\\.)+)/", re.DOTALL)
COMPARED = re.compile(r"<=|>=|=|<|>")

_END = r'(?![^\s"()<>!:,=~#])'


def _keyword(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{words}){_END}", re.IGNORECASE)


AND = _keyword("and|dan")
OR = _keyword("or|atau")
NOT = _keyword("not|bukan|tidak")
CODED = _keyword("coded|berkode")
UNCODED = _keyword(r"uncoded|tanpa\s+kode")
# With a slash and what may stand behind it.
RELATIONS: dict[Relation, re.Pattern[str]] = {
    Relation.NEAR: _keyword(r"(?:near|dekat)(/\w*)?"),
    Relation.FOLLOWED: _keyword(r"(?:followed\s+by|diikuti)(/\w*)?"),
    Relation.WITHIN: _keyword(r"within|di\s+dalam"),
    Relation.OVERLAPS: _keyword(r"overlaps|tumpang\s+tindih"),
}
SAME_TURN = _keyword(r"(?:in\s+)?(?:the\s+)?same\s+turn|(?:dalam\s+)?giliran\s+sama")
CODERS: dict[Coders, re.Pattern[str]] = {
    Coders.SAME: _keyword(r"(?:by\s+)?(?:the\s+)?same\s+coder|(?:oleh\s+)?pengode\s+sama"),
    Coders.OTHER: _keyword(r"(?:by\s+)?(?:an)?other\s+coder|(?:oleh\s+)?pengode\s+lain"),
}
TURN = ("turn", "giliran")

# A name that is one of these stands in quotes.
_WORDS = """
    and dan or atau not bukan tidak coded berkode uncoded tanpa kode near dekat followed by diikuti within di dalam
    overlaps tumpang tindih in the same other another turn coder giliran pengode oleh sama lain
"""
RESERVED = frozenset(_WORDS.split())
# "near/20" begins like this.
SLASHED = re.compile(r"(?:near|dekat|by|diikuti)/", re.IGNORECASE)

TEXT = ("text", "teks")
DIMENSION = ("dimension", "dimensi")
ATTR = ("attr", "atribut")
FIELDS: dict[str, Field] = {field.value: field for field in Field} | {
    "kantor": Field.OFFICE,
    "informan": Field.PARTICIPANT,
    "penutur": Field.SPEAKER,
    "transkrip": Field.TRANSCRIPT,
    "jenis": Field.KIND,
    "bertanggal": Field.DATED,
    "diucapkan": Field.SAID,
    "pengode": Field.CODER,
    "telaah": Field.REVIEW,
    "sejak": Field.SINCE,
    "hingga": Field.UNTIL,
}
INDONESIAN: dict[Field, dict[str, str]] = {
    Field.KIND: {
        "wawancara": "interview",
        "diskusi_kelompok": "focus_group",
        "observasi": "observation",
        "dokumen": "document",
    },
    Field.SAID: {"pewawancara": "interviewer", "informan": "participant", "tanpa_informan": "nobody"},
    Field.REVIEW: {"terbuka": "open", "disetujui": "approved", "dikembalikan": "returned", "diganti": "replaced"},
    Field.CODER: {"saya": "me"},
}
