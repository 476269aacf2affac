"""Speaker labels: the words that name roles, the words that name no speaker, and who asks."""

import re
from collections.abc import Mapping
from functools import lru_cache

# A transcript has few labels, and asks about each of them at every turn.
LABELS_KEPT = 4096
MOST_BESIDE = 3


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ASKERS = _words("""
    pewawancara penanya tanya pertanyaan peneliti pemandu fasilitator moderator interviewer interviewers
    researcher facilitator host question q 主持人 采访者 問 问 интервьюер вопрос المحاور س
""")
ANSWERERS = _words("""
    informan narasumber responden partisipan peserta terwawancara penjawab jawab jawaban pembicara semua
    informant participant respondent interviewee speaker answer all 受访者 答 респондент ответ ج
""")
ROLES = ASKERS | ANSWERERS
QUESTION_LABELS = _words("q a t j tanya jawab pertanyaan jawaban question answer")
NO_SPEAKERS = _words("""
    catatan keterangan contoh misalnya tanggal waktu jam tempat lokasi alamat topik tema judul nama usia
    umur jabatan pekerjaan pendidikan kantor instansi jenis durasi kode sumber daftar hasil tujuan transkrip
    jadi artinya intinya kesimpulan alasan solusi pertama kedua ketiga keempat terakhir selanjutnya lampiran
    note notes nb example date time place location address topic theme title subject name age gender
    position job education office duration code source list result results goal aim transcript conclusion
    reason solution first second third finally next summary warning file recorded http https www
""")
# A letter asks when one of the letters behind it, numbered or not, answers: T and J, P and N, I and P1.
ASKING_LETTERS = (("t", _words("j")), ("p", _words("n j i")), ("i", _words("r p")))

_FIRST_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"[\W\d_]+$")


@lru_cache(LABELS_KEPT)
def first_word(label: str) -> str:
    """The first run of letters, case-folded; empty when there is no letter."""
    word = _FIRST_WORD.search(label.casefold())
    return word[0] if word else ""


@lru_cache(LABELS_KEPT)
def stem_of(key: str) -> str:
    """A label without its number, so that "Informan 1" and "Informan 2" count together."""
    return _NUMBER.sub("", key) or key


@lru_cache(LABELS_KEPT)
def names_role(label: str) -> bool:
    return first_word(label) in ROLES


@lru_cache(LABELS_KEPT)
def looks_like_name(label: str) -> bool:
    words = label.split()
    return len(words) == 1 or names_role(label) or not any(word[0].islower() for word in words)


def stands_alone(label: str) -> bool:
    """Whether a label needs no colon to be told from speech."""
    return label.isupper() or names_role(label)


def stands_beside(label: str) -> bool:
    """Whether a label may stand before a tab or a dash, where a clause would need more words."""
    return label.count(" ") < MOST_BESIDE and looks_like_name(label)


def interviewers(question_shares: Mapping[str, float]) -> set[str]:
    """The labels that name who asks, given the share of each label's turns that hold a question.

    Of single letters it is the one of a known pair, and of two that could be it the one that asks more.
    """
    named = {label for label in question_shares if first_word(label) in ASKERS}
    if named:
        return named
    letters = {label.casefold(): label for label in question_shares}
    stems = {stem_of(letter) for letter in letters}
    askers = [letters[asker] for asker, answerers in ASKING_LETTERS if asker in letters and answerers & stems]
    return {max(askers, key=lambda label: question_shares[label])} if askers else set()
