"""The Range header, as RFC 9110 (14.1.2, 14.2) reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.web.errors import DomainError
from apps.web.ranges import LONG_TRANSFERS, LongTransfer, NotInFile, asked_range


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("bytes=0-0", (0, 1)),
        ("bytes=2-5", (2, 6)),
        ("bytes=5-", (5, 10)),
        ("bytes=-3", (7, 10)),
        ("bytes=-99", (0, 10)),
        ("bytes=8-99", (8, 10)),
        ("Bytes = 2 - 5", (2, 6)),
        ("bytes=5-2", None),
        ("bytes=-", None),
        ("bytes=", None),
        ("bytes=a-b", None),
        ("bytes=0-1,4-5", None),
        ("lines=0-1", None),
        ("bytes=" + "9" * 5000 + "-", None),
        ("bytes=²-5", None),
    ],
)
def test_a_range_is_read(header: str, wanted: tuple[int, int] | None):
    assert asked_range(header, 10) == wanted


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=10-20", "bytes=-0"])
def test_a_range_that_is_not_there_is_refused(header: str):
    with pytest.raises(NotInFile):
        asked_range(header, 10)


@given(st.integers(0, 40), st.integers(0, 40), st.integers(1, 30))
def test_a_range_never_leaves_the_file(first: int, last: int, size: int):
    try:
        found = asked_range(f"bytes={first}-{last}", size)
    except NotInFile:
        assert first >= size
        return
    if found is None:
        assert last < first
    else:
        assert bytes(range(size))[first : last + 1] == bytes(range(size))[slice(*found)]


def test_only_so_many_long_transfers_at_a_time():
    held = [LongTransfer() for _ in range(LONG_TRANSFERS)]
    with pytest.raises(DomainError) as refused:
        LongTransfer()
    assert refused.value.status == 503
    held.pop().close()
    with LongTransfer():
        pass
    with LongTransfer() as again:
        again.close()
    for each in held:
        each.close()
        each.close()
    del held
    taken = [LongTransfer() for _ in range(LONG_TRANSFERS)]
    # One that is forgotten without being closed gives its place back too.
    taken.clear()
    for _ in range(LONG_TRANSFERS + 1):
        LongTransfer().close()
