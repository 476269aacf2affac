"""Which words come from one root: kerja, bekerja, pekerjaan, mengerjakan.

Indonesian is taken apart by rule, without a dictionary, so a word has several possible roots and only some of them
are words. Shapes no Indonesian root has are left out, and words that only look as if they had affixes stay whole.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

# A root has at least so many letters where it is itself one of the two words; more where both had to be taken apart.
MIN_ROOT = 3
MIN_SHARED = 4
# Without a prefix, -i is more often the end of the root: teliti, pagi.
MIN_BEFORE_BARE_I = 5
MOST_PREFIXES = 3
WORDS_KEPT = 65_536
LONGEST_WORD = 60

INDONESIAN = frozenset({"id", "ms"})
PARTICLES = ("lah", "kah", "tah", "pun")
POSSESSIVES = ("nya", "ku", "mu")
SUFFIXES = ("kan", "an", "i")
# Suffixes that a word with this prefix outermost cannot have.
UNFIT = {
    "ber": ("i",), "di": ("an",), "ke": ("i", "kan"), "me": ("an",), "se": ("i", "kan"), "ter": ("an",),
}  # fmt: skip
# Which prefixes may stand behind a prefix: mem-per-, ke-ber-, di-ke-.
INNER = {
    "": ("me", "pe", "ber", "ter", "per", "di", "ke", "se"),
    "me": ("ber", "ter", "per", "ke", "se"),
    "pe": ("ber", "ter", "per", "ke", "se"),
    "di": ("ber", "ter", "per", "ke", "se"),
    "ke": ("ber", "ter", "pe", "se"),
    "ber": ("pe", "per", "ke", "se"),
    "ter": ("per", "ke", "se"),
    "se": ("pe", "per", "ke"),
    "per": ("se",),
}
# What a nasal prefix hides: the letters that may follow it as they stand, and the letter that may have melted away.
# A k always melts before a vowel, but the vowel may as well be the root's own first letter.
NASAL = (
    ("meny", "aiueo", "s", False),
    ("meng", "aiueogkh", "k", True),
    ("mem", "bfpv", "p", False),
    ("men", "cdjstz", "t", False),
)
VOWELS = "aiueo"
# How a root begins: with at most one consonant, or a cluster that Indonesian has or has borrowed.
_BEGINS = re.compile(r"(?:ng|ny|kh|sy|[bdfgkpst]r|[bfgkps]l|s[tpkw]r?|kw|ps|[^aiueo\W\d_])?[aiueo]")
_ENDS_ODDLY = re.compile(r"[bcdfghjklmnpqrstvwxz][jlrwy]$|[^aiueo]h$(?<!kh)(?<!sh)")

# They look affixed and are not, or mean something else by now than their root: never taken apart.
_LOOK_AFFIXED = """
    ada adalah adapun agaknya akan aku andalan apa apapun atasan bagaimana bagian bahan bahkan bahwa bangun
    bapak barang bawahan beberapa belah belakang belum benda berapa beras berita berkas besar biarpun bosan
    bukan buku bulan burung dalam dan dari daripada dengan depan desa di dia diri diskusi golongan hanya hari
    hujan hutan ialah ikan ilmu ini intan jalan jangan jawaban jumlah kadang kalah kami kamu kantor karyawan
    kawan kebun kecil kelas keluarga kemarin kemudian kenapa kepada kepala keras kereta kertas ketika ketua
    kuning laku lalu langkah lawan lebih lembaga makalah makan malah masalah maupun meja mengapa merah mereka
    meskipun mulai nilai olah pada padahal pagi paling pandai pantai pasal pedoman pegawai pekan pelan peluang
    peran perempuan pergi perlu pernah pertama perut pesan pikir punya putih rasanya salah sampai saya sebab
    sebagai sebagian sebelah sebelum seberapa sebuah sebut sedang sedia segala segera sehingga sekali sekarang
    sekolah selain selalu selama selesai seluruh semua senang seorang sepeda seperti sering sesuai sesuatu
    sesudah setelah setiap siapa siapapun simpan sungai supaya tahun tangan tanya telah teman tempat tentang
    terbit terhadap terima terlalu ternyata terus tetap tetapi tuan tujuan ujung walaupun wilayah
"""
WHOLE = frozenset(_LOOK_AFFIXED.split())
# The k is of the root where both cuts leave words: masakan is masak with -an, not masa with -kan.
_IN_K = "anak balik banyak cetak desak duduk gerak letak masak masuk naik pajak pihak rusak tampak tolak tunjuk"
ROOTS_IN_K = frozenset(_IN_K.split())
# What ends in one of these has no clitic: bermasalah is not bermasa with -lah.
_WHOLE_ENDS = tuple(word for word in WHOLE if word.endswith((*PARTICLES, *POSSESSIVES)) and len(word) > MIN_SHARED)


def match(one: str, other: str, language: str) -> bool:
    """Whether two words come, as far as their letters tell, from one root."""
    one, other = fold(one), fold(other)
    return one == other or shares(one, roots(one, language), other, roots(other, language))


def shares(one: str, its: frozenset[str], other: str, theirs: frozenset[str]) -> bool:
    """`match` for folded words whose roots are known."""
    if its.isdisjoint(theirs):
        return False
    if "-" in one and "-" in other:
        return _both_ends(one, other, its & theirs)
    return one in theirs or other in its or any(len(root) >= MIN_SHARED for root in its & theirs)


def _both_ends(one: str, other: str, common: frozenset[str]) -> bool:
    """Whether two words with hyphens agree at both ends: satuan-satuan and satu-satunya, not non-formal and non-teknis.

    A root in common says little when each of its letters may come from one part alone.
    """
    (first, _, last), (its_first, _, its_last) = one.partition("-"), other.partition("-")
    same = [root for root in common if len(root) >= MIN_ROOT]
    return all(any(root in a and root in b for root in same) for a, b in ((first, its_first), (last, its_last)))


def fold(word: str) -> str:
    """A word as roots are compared: in lower case, with one sort of apostrophe and hyphen."""
    return word.lower().replace("’", "'").replace("‐", "-").replace("‑", "-")


@lru_cache(maxsize=WORDS_KEPT)
def roots(word: str, language: str) -> frozenset[str]:
    """The possible roots of a word, itself among them, in lower case. `language` is a BCP 47 tag.

    Languages other than Indonesian (with Malay) and English have no rules here: a word is then its own only root.
    """
    word = fold(word)
    primary = language.partition("-")[0].lower()
    if len(word) > LONGEST_WORD:
        return frozenset({word})
    if primary in INDONESIAN:
        return frozenset({word, *_indonesian(word)})
    if primary == "en":
        # One for every call: a stemmer holds the word it works on, and there are several threads.
        stem = snowballstemmer.stemmer("english").stemWord
        return frozenset({word, *(stem(part) for part in {word, *word.split("-")})} - {""})
    return frozenset({word})


# --- Indonesian ---------------------------------------------------------------------------------------------


def _indonesian(word: str) -> Iterator[str]:
    """Of "satuan-satuan", and of "satuan2", the roots of its parts."""
    parts = word.split("-") if "-" in word else [word[:-1] if word.endswith("2") else word]
    for part in parts:
        if len(part) < MIN_ROOT:
            continue
        if len(parts) > 1 or part != word:
            yield part
        for form in _without_clitics(part):
            yield form
            if form not in WHOLE:
                yield from _bare(form, "", 0)


def _without_clitics(word: str) -> Iterator[str]:
    """The word, and without a particle and a possessive: kerjanyalah, kerjanya, kerja."""
    yield word
    if word in WHOLE or word.endswith(_WHOLE_ENDS):
        return
    for endings in (PARTICLES, POSSESSIVES):
        for ending in endings:
            if word.endswith(ending) and len(word) - len(ending) >= MIN_ROOT:
                word = word[: -len(ending)]
                yield word
                break


def _bare(form: str, outermost: str, depth: int, last: str = "") -> Iterator[str]:
    """Everything left of a form when its suffix, its prefixes or both are taken off."""
    for suffix in SUFFIXES:
        stem = form[: -len(suffix)]
        if form.endswith(suffix) and suffix not in UNFIT.get(outermost, ()) and _fits(stem, suffix, outermost):
            yield stem
            # per-sedia-an: sedia is not se- and dia.
            if stem in WHOLE:
                return
    if depth == MOST_PREFIXES:
        return
    for prefix, rest in _prefixes(form, last):
        if len(rest) >= MIN_ROOT and _BEGINS.match(rest):
            if not _ENDS_ODDLY.search(rest):
                yield rest
            if rest not in WHOLE:
                yield from _bare(rest, outermost or prefix, depth + 1, prefix)


def _fits(stem: str, suffix: str, outermost: str) -> bool:
    if len(stem) < MIN_ROOT or not _BEGINS.match(stem) or _ENDS_ODDLY.search(stem):
        return False
    if suffix == "kan":
        return f"{stem}k" not in ROOTS_IN_K
    if suffix != "i":
        return True
    # No root ends in i before -i; and pandai without a prefix is not panda with -i.
    return stem[-1] != "i" and (outermost != "" or (len(stem) >= MIN_BEFORE_BARE_I and stem[-1] not in VOWELS))


def _prefixes(form: str, last: str) -> Iterator[tuple[str, str]]:
    """The prefixes that may follow the one taken off last, each with what is left."""
    allowed = INNER[last]
    if form[0] in "mp" and form[1:2] == "e":
        prefix = form[:2]
        if prefix in allowed:
            for rest in _after_nasal(form):
                yield prefix, rest
    for prefix in ("ber", "ter", "per"):
        if prefix in allowed and form.startswith(prefix[:2]):
            for rest in _after_er(form, prefix):
                yield prefix, rest
    for prefix in ("di", "ke", "se"):
        if prefix in allowed and form.startswith(prefix):
            yield prefix, form[2:]


def _after_nasal(form: str) -> Iterator[str]:
    """me- and pe-, whose nasal melts into the root: mengerjakan, kerja; penyusunan, susun."""
    as_me = "m" + form[1:]
    for prefix, followers, melted, own_vowel in NASAL:
        rest = form[len(prefix) :]
        if not rest or not as_me.startswith(prefix):
            continue
        if rest[0] in VOWELS:
            yield melted + rest
            if own_vowel:
                yield rest
        elif rest[0] in followers:
            yield rest
        # Before one syllable: mengecek, cek.
        if prefix == "meng" and re.fullmatch(r"e[^aiueo]+[aiueo][^aiueo]+(?:kan|an)?", rest):
            yield rest[1:]
        break
    rest = form[2:]
    if rest and (form[0] == "p" or rest[0] in "lmnrwy"):
        yield rest


def _after_er(form: str, prefix: str) -> Iterator[str]:
    """ber-, ter- and per-, which lose their r before another: bekerja, terasa; belajar, pelajar have an l for it."""
    if form.startswith(prefix):
        yield form[3:]
        # be-rencana
        yield form[2:]
    elif form[3:5] == "er":
        yield form[2:]
    elif form[2:].startswith("lajar"):
        yield form[3:]
