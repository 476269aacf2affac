"""What a sign-off was about, kept small: each coding's id with a hash of its code and words, and one of definitions."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b, sha256
from uuid import UUID

from apps.codebook.models import Code
from apps.review.models import SignOff

ID, DIGEST = 16, 8
# The digest of each coding, by code.
Words = Mapping[UUID, Mapping[UUID, bytes]]
# What a code means; its colour and key may change, and so may where the theme as a whole stands.
MEANING = ("name", "definition", "include", "exclude", "dimension_id")


@dataclass(frozen=True)
class Changes:
    """What changed in a theme since its sign-off. Falsy when nothing did."""

    new: int
    gone: int
    changed: int
    definition: bool

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.changed or self.definition)


def digest(code: UUID, quote: str) -> bytes:
    return blake2b(f"{code}:{quote}".encode(), digest_size=DIGEST).digest()


def pack(words: Words) -> bytes:
    whole = in_one(words, words)
    return b"".join(pk.bytes + whole[pk] for pk in sorted(whole))


def in_one(words: Words, codes: Iterable[UUID]) -> dict[UUID, bytes]:
    """The digests of the codings with some of the codes."""
    return {pk: digested for code in codes for pk, digested in words.get(code, {}).items()}


def unpack(passages: bytes | memoryview) -> dict[UUID, bytes]:
    whole, size = bytes(passages), ID + DIGEST
    rows = (whole[start : start + size] for start in range(0, len(whole), size))
    return {UUID(bytes=row[:ID]): row[ID:] for row in rows}


def meaning(codes: Iterable[Code], branch: Collection[UUID]) -> str:
    """A hash of what the codes of a branch say they are, and of how they stand to each other."""
    rows = []
    for code in codes:
        if code.pk in branch:
            parent = code.parent_id if code.parent_id in branch else None
            rows.append([str(each) for each in (code.pk, parent, *(getattr(code, name) for name in MEANING))])
    return sha256(repr(sorted(rows)).encode()).hexdigest()


def fingerprint(passages: bytes, codes: Iterable[Code], branch: Collection[UUID]) -> str:
    """What somebody saw of a theme."""
    return sha256(passages + meaning(codes, branch).encode()).hexdigest()[:32]


def changes_since(signoff: SignOff, words: Words, codes: Iterable[Code], branch: Collection[UUID]) -> Changes:
    """`words` may hold more than the branch's."""
    now, then = in_one(words, branch), unpack(signoff.passages)
    return Changes(
        new=len(now.keys() - then.keys()),
        gone=len(then.keys() - now.keys()),
        changed=sum(now[pk] != then[pk] for pk in now.keys() & then.keys()),
        definition=meaning(codes, branch) != signoff.fingerprint,
    )
