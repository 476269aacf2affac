"""Codebooks of other programs, hostile ones, and spoilt ones: what was meant, or a clear error."""

import io
import zipfile
from uuid import UUID

import pytest

from core.codebooks.entries import Listing
from core.codebooks.reading import essence, read_listing
from core.text.errors import ReadError
from tests.core.codebooks.fuzz import run
from tests.fuzz_readers import SAMPLES

SPACE = 'xmlns="urn:QDA-XML:codebook:1.0"'


def book(inside: str, space: str = SPACE) -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?><CodeBook {space}><Codes>{inside}</Codes></CodeBook>'.encode()


def refused(data: bytes) -> str:
    with pytest.raises(ReadError) as error:
        read_listing(data)
    return error.value.code


def shown(listing: Listing) -> list[str]:
    return [f"{entry.dimension}|{entry.shown}" for entry in listing.entries]


@pytest.mark.parametrize(
    "space",
    [
        SPACE,
        "",
        'xmlns="urn:QDA-XML:project:1.0"',
        'xmlns="urn:QDA-XML:codebook:0:4"',
        'xmlns="urn:QDA-XML:codebook:1:0"',
    ],
)
def test_namespaces_differ_from_vendor_to_vendor(space):
    listing = read_listing(book('<Code guid="{0A}" name="A" isCodable="true"><Code name="B"/></Code>', space))
    assert shown(listing) == ["|A", "|A › B"]
    assert listing.needs_dimension


def test_prefixes_byte_order_marks_and_white_space_in_front_do_not_matter():
    data = (
        b'\xef\xbb\xbf  <?xml version="1.0"?><q:CodeBook xmlns:q="u"><q:Codes><q:Code name="A"/></q:Codes></q:CodeBook>'
    )
    assert shown(read_listing(data)) == ["|A"]
    wide = book('<Code name="A"/>').decode().replace("utf-8", "utf-16").encode("utf-16")
    assert shown(read_listing(wide)) == ["|A"]


def test_names_twice_names_missing_and_names_too_long_are_kept_apart():
    listing = read_listing(
        book(
            '<Code name="A"><Code name="x"/></Code><Code name="A"><Code name="x"/></Code>'
            f'<Code/><Code name="{"y" * 200}"/>'
        )
    )
    first, inside, second, below, nameless, long = listing.entries
    assert (first.path, inside.path, second.path, below.path) == (("A",), ("A", "x"), ("A (2)",), ("A (2)", "x"))
    assert second.notes == ("duplicate_name",)
    assert (nameless.path, nameless.notes) == (("(5)",), ("no_name",))
    assert (len(long.name), long.given["definition"], long.notes) == (120, "y" * 200, ("long_name",))


def test_guids_colours_and_flags_are_read_however_they_are_written():
    number = "6f9619ff-8b86-d011-b42d-00cf4fc964ff"
    one, two, three = read_listing(
        book(
            f'<Code guid="{{{number.upper()}}}" name="A" isCodable="0" color="#ABC"/>'
            f'<Code guid="{number}" name="B" color="red"/><Code guid="none" name="C" isCodable="TRUE"/>'
        )
    ).entries
    assert (one.id, one.given) == (UUID(number), {"codable": False, "color": "#aabbcc"})
    assert (two.id, two.given) == (None, {"codable": True}), "a GUID that comes twice is the first one's"
    assert (three.id, three.given) == (None, {"codable": True})


def test_codes_at_the_top_become_dimensions_if_wanted():
    data = book('<Code name="Pressure"><Code name="Norm"/></Code><Code name="Alone"/>')
    listing = read_listing(data, tops="dimensions")
    assert shown(listing) == ["Pressure|Pressure", "Pressure|Norm", "|Alone"]


def test_sets_of_others_are_counted_as_not_read():
    sets = '</Codes><Sets><Set guid="x" name="Mine"/></Sets><Codes>'
    assert read_listing(book(f'<Code name="A"/>{sets}')).left_out == {"sets": 1}
    assert read_listing(book('<Code name="A"/></Codes><Sets/><Codes>')).left_out == {}


def test_a_description_of_others_fills_the_fields_it_labels():
    data = book(
        "<Code name='A'><Description>It is.\n\nExample: we did\nmore\nKapan dipakai: always</Description></Code>"
    )
    (entry,) = read_listing(data).entries
    assert entry.given == {
        "codable": True, "definition": "It is.", "example": "we did\nmore", "include": "always",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'<!DOCTYPE a [<!ENTITY b "c">]><CodeBook><Codes><Code name="&b;"/></Codes></CodeBook>', "hostile"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "file:///etc/passwd"><CodeBook/>', "hostile"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><CodeBook/>'.encode("utf-16"), "hostile"),
        (book("<Code name='&undefined;'/>"), "damaged"),
        (book("<Code name='a'>" * 65 + "</Code>" * 65), "too_deep"),
        (b"<a>" * 5000, "too_deep"),
        (book("<Code name='a'/>" * 5001), "too_many_codes"),
        (b"code\n" + b"x\n" * 5001, "too_many_codes"),
        (book(""), "no_codes"),
        (b"<html></html>", "no_codebook"),
        (b"<", "damaged"),
        (b"a;b\n1;2\n", "no_names"),
    ],
)  # fmt: skip
def test_what_must_not_be_read_is_refused(data, code):
    assert refused(data) == code


def archive(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name.replace("__", "."), data)
    return stream.getvalue()


def test_the_project_is_found_in_its_archive():
    project = b"<Project><Users/><CodeBook><Codes><Code name='A'/></Codes></CodeBook><Sources><broken></Project>"
    assert shown(read_listing(archive(sources__root=b"", My_study__qde=project))) == ["|A"]
    assert essence(archive(project__qde=project)) == project
    assert refused(archive(readme__txt=b"hello")) == "no_codebook"


def test_an_archive_that_swells_is_refused_before_it_fills_the_memory():
    assert refused(archive(project__qde=b"<Project>" + b" " * (65 * 2**20))) == "too_large"


def test_a_bomb_is_not_set_off():
    bombs = sorted((SAMPLES / "odd" / "defusedxml").glob("*.xml"))
    if not bombs:
        pytest.skip("the samples are not there")
    assert {refused(path.read_bytes()) for path in bombs} == {"hostile", "no_codebook"}


@pytest.mark.parametrize(
    ("name", "codes", "deepest"),
    [("nvivo_project.qdpx", 262, 7), ("demo.qdpx", 262, 7), ("target-atlas-project.qdpx", 3, 2)],
)
def test_projects_of_other_programs_are_read(name, codes, deepest):
    path = SAMPLES / "refi" / name
    if not path.exists():
        pytest.skip("the samples are not there")
    listing = read_listing(path.read_bytes())
    assert (len(listing.entries), max(len(entry.path) for entry in listing.entries)) == (codes, deepest)
    assert len({entry.path for entry in listing.entries}) == codes


def test_our_files_follow_the_schema_of_the_standard(snapshot_of_two):
    from lxml import etree

    from core.codebooks import qdc
    from core.codebooks.entries import entries_of
    from core.refi.writer import write_codebook

    path = SAMPLES / "refi" / "Codebook.xsd"
    if not path.exists():
        pytest.skip("the samples are not there")
    schema = etree.XMLSchema(etree.parse(str(path)))
    schema.assertValid(etree.fromstring(write_codebook(qdc.book_of(entries_of(snapshot_of_two), "id"))))


def test_spoilt_files_give_entries_or_a_clear_error():
    outcomes = run(400, seed=4)
    assert not [outcome for outcome in outcomes if outcome.startswith("crash")]
    assert outcomes["entries"] > 20
    assert outcomes.total() == 400
