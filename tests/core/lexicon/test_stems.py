"""Which words come from one root. The tables are the requirement: every pair that fails is a hit missed or too many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lexicon.finding import Mode, find
from core.lexicon.stems import MIN_ROOT, match, roots
from core.text.offsets import Span

RELATED = """
kerja bekerja, kerja pekerjaan, kerja mengerjakan, kerja dikerjakan, kerja pekerja, kerja kerjanya, kerja kerja-kerja,
kerja mempekerjakan, kerja sekerja, bekerja pekerjaan, pekerjaan mengerjakan, koordinasi mengoordinasikan,
koordinasi berkoordinasi, koordinasi pengoordinasian, satu satuan, satu satuan-satuan, satuan satuan-satuannya,
ajar belajar, ajar pelajaran, ajar pembelajaran, ajar mengajar, belajar pelajar, susun penyusunan, susun menyusun,
susun tersusun, tulis menulis, tulis penulis, tulis tertulis, tulis tulisan, pakai memakai, pakai pemakaian,
pakai terpakai, baca membaca, baca pembaca, baca bacaan, dengar mendengarkan, dengar pendengar, capai mencapai,
capai pencapaian, jabat pejabat, jabat menjabat, ganti mengganti, ganti pergantian, hitung perhitungan,
hitung menghitung, uji menguji, uji pengujian, uji ujian, ambil pengambilan, cek mengecek, cek pengecekan,
lapor pelaporan, lapor laporan, lapor melaporkan, lapor laporannya, milik memiliki, milik kepemilikan,
pimpin kepemimpinan, pimpin pemimpin, tahu pengetahuan, tahu diketahui, tahu mengetahui, libat keterlibatan,
libat melibatkan, hasil keberhasilan, hasil berhasil, hasil menghasilkan, daya pemberdayaan, daya berdaya,
rencana perencanaan, rencana berencana, rasa terasa, rasa merasakan, nilai penilaian, nilai menilai, nyanyi menyanyi,
perintah pemerintah, perintah memerintah, selenggara penyelenggaraan, selesai menyelesaikan, sebab menyebabkan,
kuat memperkuat, kuat penguatan, kuat kekuatan, baik perbaikan, baik memperbaiki, tanggung pertanggungan,
tanggung bertanggung, masalah bermasalah, masalah permasalahan, masalah masalahnya, adil keadilan, adil berkeadilan,
didik pendidikan, didik berpendidikan, kaji mengkaji, kaji kajian, cepat secepatnya, cepat mempercepat,
sosialisasi mensosialisasikan, transfer mentransfer, upload di-upload, satker satkernya, target targetnya,
gerak bergerak, gerak pergerakan, apa apakah, kantor kantorku, teman temanmu, itu itulah, jadi kejadian,
masak masakan, masak memasakkan, balik balikan, gerak gerakan, masuk masukan, Kerja BEKERJA
"""
UNRELATED = """
kerja keras, kerja kereta, kerja kertas, masa masalah, masa bermasalah, masa permasalahan, buku bukan, kantor kantong,
bukan buka, makan akan, hari harus, beri berita, lapor lapar, pala kepala, tua ketua, karang sekarang, atur antar,
baik balik, uang ruang, uang peluang, tahu tahun, tua tuan, dana dan, minta minat, mata mati, tanya tanah, pakai paku,
makan makna, laku lalu, ikut ikat, nila nilai, panda pandai, dia tersedia, dia persediaan, kas berkas, elit penelitian,
apa mengapa, apa berapa, apa siapa, rima terima, kam kami, dar dari, kolah sekolah, lang langkah, raya karya,
daftar dasar, target tergesa, sama sampai, rapat rapi, jalan jalin, non-formal non-teknis, antar-kantor antar-bagian,
raga harga,
masa masakan, bali balikan, rusa kerusakan, rusa rusakan, ana anakan, masa dimasakan, lima delima, kata kota,
guru gurun, hasil asal, jual juara, muda mudah, beda benda
"""
ENGLISH = "work working, work worked, work works, city cities, study studying, regulation regulations, well-known known"
NOT_ENGLISH = "work world, city cite, train trail, rule ruler-straight, the then"


def pairs(table: str) -> list[tuple[str, str]]:
    return [(one, other) for one, other in map(str.split, table.split(","))]


@pytest.mark.parametrize(("one", "other"), pairs(RELATED))
def test_relatives(one: str, other: str) -> None:
    assert match(one, other, "id")
    assert match(other, one, "id-ID")


@pytest.mark.parametrize(("one", "other"), pairs(UNRELATED))
def test_no_relatives(one: str, other: str) -> None:
    assert not match(one, other, "id"), roots(one, "id") & roots(other, "id")
    assert not match(other, one, "id")


def test_the_tables_are_as_long_as_they_should_be() -> None:
    assert len(set(pairs(RELATED))) >= 60
    assert len(set(pairs(UNRELATED))) >= 40


def test_english() -> None:
    assert [(one, other) for one, other in pairs(ENGLISH) if not match(one, other, "en")] == []
    assert [(one, other) for one, other in pairs(NOT_ENGLISH) if match(one, other, "en-GB")] == []


def test_other_languages_know_only_the_word_itself() -> None:
    assert roots("Arbeiten", "de") == {"arbeiten"}
    assert match("Arbeit", "ARBEIT", "de")


LETTERS = st.text("abdegijklmnoprstuy-’2", max_size=25)


@given(LETTERS | st.text(max_size=80), st.sampled_from(["id", "en", "de", ""]))
def test_a_word_is_its_own_root_and_nothing_is_too_short(word: str, language: str) -> None:
    found = roots(word, language)
    assert match(word, word, language)
    if language == "id":
        own = {word.lower().replace("’", "'").replace("‐", "-").replace("‑", "-")}
        assert all(len(root) >= MIN_ROOT for root in found - own)


@given(LETTERS, LETTERS)
def test_being_related_goes_both_ways(one: str, other: str) -> None:
    assert match(one, other, "id") == match(other, one, "id")


SAID = ["kerja", "bekerja", "pekerjaan,", "mengerjakan.", "satu", "Satuan-satuan", "👩🏽‍💻"]


@given(st.lists(st.sampled_from(SAID)))
def test_hits_lie_in_their_spans_in_order(words: list[str]) -> None:
    text = " ".join(words)
    middle = len(text) // 2
    spans = [Span(a, b) for a, b in ((0, middle), (middle, len(text))) if a < b]
    hits, more = find(text, spans, "kerja", Mode.STEM, language="id", most=1000)
    assert not more
    assert hits == sorted(hits)
    assert all(any(span.contains(hit) for span in spans) for hit in hits)
    whole, _more = find(text, [Span(0, len(text))] if text else [], "kerja", Mode.STEM, language="id", most=1000)
    assert len(whole) == sum("erja" in word for word in words)


def test_each_distinct_word_is_taken_apart_at_most_once() -> None:
    """Of a hundred thousand words: what makes a search in a long text fast. Its time is told by `make bench`."""
    kinds = [word for pair in pairs(RELATED + "," + UNRELATED) for word in pair]
    distinct = {f"{word}{ending}" for word in kinds for ending in ("", *(f"x{n}" for n in range(30)))}
    text = " ".join((sorted(distinct) * (100_000 // len(distinct) + 1))[:100_000])
    roots.cache_clear()
    hits, _more = find(text, [Span(0, len(text))], "kerja", Mode.STEM, language="id", most=2_000)
    assert len(hits) > 100
    assert roots.cache_info().misses <= len(distinct) + 1
