"""Codebooks for property tests, with every character that has a meaning to some format."""

from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from core.codebooks.entries import TEXTS, tidy_name, tidy_text

NASTY = [
    "=1+1", "+62", "-", "@SUM(A1)", "'=x", "''+", "\ttab", "a, b", 'say "no"', "a;b", "a|b", "<r>x</r>", "<&>", "]]>",
    "A › B", "A > B", "> a", "\\›", "back\\", "Example: x", "\\Example: x", "Contoh tandingan: y",
    "Dimension: exclusive", "When to use:", "_x000D_", "_x005F_", "sep=;", "👩🏽‍💻", "é", "é", "\u00a0x", "a\u2028b",
    "تجربة", "\ufeffa", "x" * 119,
    "yes", "0", "1e5", "2024-01-01", "TRUE", "#REF!", "{=A1}", "&#10;", "%s", "{{ x }}", "#let x = 1", "$x$ *b* _i_",
]  # fmt: skip
CHARACTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"))


def pieces(breaks: str) -> st.SearchStrategy[str]:
    return st.lists(
        st.one_of(st.sampled_from(NASTY), st.text(CHARACTERS, max_size=12), st.sampled_from(list(breaks))), max_size=4
    ).map("".join)


NAMES = pieces(" ").map(lambda text: tidy_name(text)[:120].strip()).filter(bool)
WORDS = pieces(" \n").map(tidy_text)
COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
KEYS = "123456789abdehiloqwyz"


@st.composite
def snapshots(draw: Any) -> dict[str, Any]:
    """A codebook as apps.codebook.queries.snapshot_of gives it."""
    made: dict[str, Any] = {"dimensions": [], "codes": []}
    number = 0
    keys = iter(draw(st.permutations(KEYS)))
    for position, name in enumerate(draw(st.lists(NAMES, unique=True, max_size=3))):
        number += 1
        dimension = {"id": str(UUID(int=number)), "name": name, "exclusive": draw(st.booleans()), "position": position}
        made["dimensions"].append(dimension)
        tree: list[dict[str, Any]] = []
        for _ in range(draw(st.integers(0, 5))):
            number += 1
            parent = draw(st.sampled_from([None, *tree]))
            beside = [code for code in tree if code["parent"] == (parent and parent["id"])]
            called = draw(NAMES.filter(lambda name, beside=beside: name not in [code["name"] for code in beside]))
            tree.append(
                {
                    "id": str(UUID(int=number)), "dimension": dimension["id"], "parent": parent and parent["id"],
                    "position": len(beside), "name": called, "color": draw(COLORS), "codable": draw(st.booleans()),
                    "shortcut": next(keys, "") if draw(st.booleans()) else "",
                    **{field: draw(WORDS) for field in TEXTS},
                }
            )  # fmt: skip
        made["codes"] += _depth_first(tree, None, ())
    return made


def _depth_first(tree: list[dict[str, Any]], parent: str | None, above: tuple[str, ...]) -> list[dict[str, Any]]:
    found = []
    for code in tree:
        if code["parent"] == parent:
            path = (*above, code["name"])
            found += [code | {"path": " › ".join(path), "depth": len(above)}, *_depth_first(tree, code["id"], path)]
    return found
