"""Pages put together from parts that were compressed apart."""

import gzip

from django.test import RequestFactory

from apps.web.pieces import Piece, page_with

WORDS = "Kami rutin mengadakan bimbingan teknis 👩🏽‍💻 untuk satker. " * 400
PAGE = "<p>Before é</p><!-- here --><p>behind</p>"
WHOLE = PAGE.replace("<!-- here -->", WORDS)


def test_the_parts_are_one_stream_for_whoever_unpacks_it() -> None:
    piece = Piece.of(WORDS)
    for page in (PAGE, "<!-- here -->", f"{WORDS}<!-- here -->{WORDS}"):
        request = RequestFactory().get("/", headers={"accept-encoding": "gzip, br"})
        response = page_with(request, page, "<!-- here -->", piece)
        assert response.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in response.headers["Vary"]
        # Python's reader refuses a stream whose checksum or length is wrong.
        assert gzip.decompress(response.content).decode() == page.replace("<!-- here -->", WORDS)
    assert len(response.content) < len(WORDS.encode()) / 5


def test_whoever_does_not_unpack_gets_plain_text() -> None:
    response = page_with(RequestFactory().get("/"), PAGE, "<!-- here -->", Piece.of(WORDS))
    assert "Content-Encoding" not in response.headers
    assert response.content.decode() == WHOLE
