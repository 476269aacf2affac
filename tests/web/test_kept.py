"""Large answers: made once, told to be the same, never too many."""

import gzip

from django.test import RequestFactory

from apps.web.kept import Kept, kept_answer


def test_what_was_used_last_is_kept_up_to_a_bound() -> None:
    kept = Kept(most=10)
    made: list[str] = []

    def make(key: str) -> bytes:
        made.append(key)
        return key.encode() * 4

    def ask(key: str) -> None:
        assert kept.get(key, lambda: make(key)) == key.encode() * 4

    for key in "aabacab":
        ask(key)
    # b went when c came, because a had been used since.
    assert made == ["a", "b", "c", "b"]
    assert kept.get("d", lambda: b"larger than all that may be kept") == b"larger than all that may be kept"
    assert kept.get("d", lambda: b"made anew") == b"made anew"


def test_an_answer_somebody_has_is_not_sent_again() -> None:
    requests = RequestFactory()
    first = kept_answer(requests.get("/", headers={"accept-encoding": "gzip"}), ("words", 1), lambda: "[1]")
    assert gzip.decompress(first.content) == b"[1]"
    again = requests.get("/", headers={"if-none-match": first.headers["ETag"]})
    assert kept_answer(again, ("words", 1), lambda: "[1]").status_code == 304
    changed = kept_answer(again, ("words", 2), lambda: "[2]")
    assert (changed.status_code, changed.content) == (200, b"[2]")
    assert changed.headers["ETag"] != first.headers["ETag"]
    assert "private" in changed.headers["Cache-Control"]
