"""What REFI-QDA 1.5 says, as plain values. Names follow the standard; of a project only the codebook is here yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Code:
    """One code with those below it. `guid` is None where a file has none that can be used; `color` is #rrggbb or ""."""

    guid: UUID | None
    name: str
    is_codable: bool = True
    color: str = ""
    description: str | None = None
    codes: tuple["Code", ...] = ()

    def walk(self) -> Iterator["Code"]:
        """The code, and depth-first all below it."""
        waiting = [self]
        while waiting:
            code = waiting.pop()
            yield code
            waiting.extend(reversed(code.codes))


@dataclass(frozen=True, slots=True)
class CodeSet:
    """A named set of codes."""

    guid: UUID | None
    name: str
    members: tuple[UUID, ...] = ()
    description: str | None = None


@dataclass(frozen=True, slots=True)
class CodeBook:
    codes: tuple[Code, ...] = ()
    sets: tuple[CodeSet, ...] = ()
    origin: str = ""

    def walk(self) -> Iterator[Code]:
        for code in self.codes:
            yield from code.walk()
