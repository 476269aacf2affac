"""The builder of questions: what its rows offer, how they are read from an address, and the names to pick from."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.analysis.queries import compared_offices, stated
from apps.codebook.models import Code
from apps.codebook.queries import codes_of, dimensions_of
from apps.coding.models import Coding
from apps.coding.queries import coders_of
from apps.documents.models import Transcript, Turn
from apps.projects.models import Project
from core.retrieval.query import ME
from core.retrieval.rows import ALL, ANY, PLACES, STEP, TURN, WORDS, WORDS_IN_TURN, Row, Rows

# More rows than anybody builds; a longer address is cut there.
MOST_ROWS = 60
SPEAKERS_OFFERED = 200

KINDS = (
    (gettext_lazy("Codes"), (
        ("code", gettext_lazy("carry the code")),
        ("alone", gettext_lazy("carry the code itself, no sub-code")),
        ("dimension", gettext_lazy("carry a code of the dimension")),
        ("coded", gettext_lazy("carry any code")),
    )),
    (gettext_lazy("Other passages"), (
        ("near", gettext_lazy("stand near a passage with")),
        ("followed", gettext_lazy("are followed by a passage with")),
        ("within", gettext_lazy("lie inside a passage with")),
        ("overlaps", gettext_lazy("overlap a passage with")),
    )),
    (gettext_lazy("Words"), (
        ("text", gettext_lazy("contain the words")),
        ("root", gettext_lazy("contain words of the root")),
        ("regex", gettext_lazy("match the pattern")),
    )),
    (gettext_lazy("Who and where"), (
        ("office", gettext_lazy("come from the office")),
        ("participant", gettext_lazy("are said by the participant")),
        ("speaker", gettext_lazy("are said by the speaker")),
        ("said", gettext_lazy("are said by a")),
        ("attribute", gettext_lazy("state the attribute")),
        ("transcript", gettext_lazy("come from the transcript")),
        ("kind", gettext_lazy("come from the kind of transcript")),
        ("dated", gettext_lazy("come from transcripts dated")),
    )),
    (gettext_lazy("Coding and review"), (
        ("coder", gettext_lazy("were coded by")),
        ("review", gettext_lazy("have the review state")),
        ("since", gettext_lazy("were coded since")),
        ("until", gettext_lazy("were coded until")),
    )),
)  # fmt: skip
KNOWN = frozenset(kind for _group, kinds in KINDS for kind, _label in kinds)
# What a row is filled in with, where it is not a name to pick: see _builder_value.html.
WIDGETS = {
    "coded": "nothing", "since": "day", "until": "day", "dated": "words",
    "text": "words", "root": "words", "regex": "words",
}  # fmt: skip
# Where the names come from, where it is not the kind's own list.
SOURCES = dict.fromkeys(("alone", *PLACES), "code")
UNITS = (
    (WORDS, gettext_lazy("words")),
    (WORDS_IN_TURN, gettext_lazy("words, in the same turn")),
    (TURN, gettext_lazy("of the same turn")),
)
JOINS = ((ALL, gettext_lazy("all")), (ANY, gettext_lazy("any")))
HINTS = {
    "dated": gettext_lazy("2024, 2024-03 or 2023..2024-06"),
    "attribute": gettext_lazy("rank=head or age>=40"),
    "regex": gettext_lazy("ra[mp]at"),
}


@dataclass(frozen=True)
class ShownRow:
    """A row with what its template needs to know."""

    row: Row
    group: str = ""

    @property
    def widget(self) -> str:
        return WIDGETS.get(self.row.kind, "pick")

    @property
    def source(self) -> str:
        return SOURCES.get(self.row.kind, self.row.kind)

    @property
    def hint(self) -> str:
        return str(HINTS.get(self.row.kind, ""))

    @property
    def is_far(self) -> bool:
        """Whether it asks how far away."""
        return self.row.kind in ("near", "followed")

    @property
    def takes_many(self) -> bool:
        """Whether several names with commas between mean any of them."""
        return self.widget == "pick" and self.source not in ("code", "dimension", "attribute")


@dataclass(frozen=True)
class ShownGroup:
    """A list inside the list."""

    name: str
    join: str
    rows: list[ShownRow]
    is_group = True


@dataclass(frozen=True)
class Builder:
    """The builder as it is shown; `fits` is false when its rows cannot say what the question asks."""

    join: str
    items: list[ShownRow | ShownGroup]
    fits: bool = True
    kinds = KINDS
    units = UNITS
    joins = JOINS

    @property
    def pattern_group(self) -> ShownGroup:
        """An empty group, to make groups of."""
        return ShownGroup("new", ANY, [ShownRow(Row("code"), "new")])

    @property
    def patterns(self) -> list[ShownRow]:
        """An empty row of every kind, to make rows of."""
        return [ShownRow(Row(kind)) for _group, kinds in KINDS for kind, _label in kinds]


def shown(rows: Rows | None) -> Builder:
    """Rows as the page shows them, an empty one where there is none; None: the builder cannot show the question."""
    if rows is None:
        return Builder(ALL, [], fits=False)
    items: list[ShownRow | ShownGroup] = []
    for item in rows.items:
        if isinstance(item, Row):
            items.append(ShownRow(item))
        else:
            name = str(len(items) + 1)
            inner = [ShownRow(each, name) for each in item.items if isinstance(each, Row)]
            items.append(ShownGroup(name, item.join, inner))
    return Builder(rows.join, items or [ShownRow(Row("code"))])


def read_rows(asked: QueryDict) -> Rows:
    """The rows of an address: lists of the same length, `group` names the list inside that a row stands in."""
    columns = [asked.getlist(name) for name in ("group", "does", "kind", "value", "words", "unit")]
    items: list[Row | Rows] = []
    groups: dict[str, list[Row]] = {}
    for group, does, kind, value, words, unit in list(zip(*columns, strict=False))[:MOST_ROWS]:
        row = Row(kind if kind in KNOWN else "code", value, does == "not", words, unit or WORDS)
        if not group:
            items.append(row)
        elif group in groups:
            groups[group].append(row)
        else:
            groups[group] = [row]
            items.append(Rows(_join(asked.get(f"join-{group}")), ()))
    inside = iter(groups.values())
    filled = [item if isinstance(item, Row) else Rows(item.join, tuple(next(inside))) for item in items]
    return Rows(_join(asked.get("join")), tuple(filled))


def _join(told: str | None) -> str:
    return ANY if told == ANY else ALL


def choices_of(project: Project) -> dict[str, list[dict[str, Any]]]:
    """Every name that a row can pick, by its source; seven queries."""
    codes = list(codes_of(project))
    rows = project.transcripts.filter(binned=None)
    turns = Turn.objects.filter(version__current_of__project=project, version__current_of__binned=None)
    speakers = turns.exclude(speaker="").order_by("speaker").values_list("speaker", flat=True).distinct()
    return {
        "code": [_code_choice(code, label) for code, label in zip(codes, labels(codes), strict=True)],
        "dimension": _named(dimension.name for dimension in dimensions_of(project)),
        "office": _named(compared_offices(project).values_list("name", flat=True)),
        "participant": _named(project.participants.order_by("pseudonym").values_list("pseudonym", flat=True)),
        "speaker": _named(speakers[:SPEAKERS_OFFERED]),
        "transcript": _named(rows.order_by("title").values_list("title", flat=True)),
        "attribute": _named(_traits(project)),
        "coder": [{"name": ME, "about": _("whoever asks")}, *_named(coders_of(project).values_list("name", flat=True))],
        "said": [
            {"name": "participant", "about": _("participant")},
            {"name": "interviewer", "about": _("interviewer")},
            {"name": "nobody", "about": _("No participant")},
        ],
        "kind": [{"name": value, "about": str(label)} for value, label in Transcript.Kind.choices],
        "review": [{"name": value, "about": str(label)} for value, label in Coding.State.choices],
    }


def labels(codes: Iterable[Code]) -> list[str]:
    """What a question calls each code: its name, with as many names above it as tell it from others."""
    paths = [(code.dimension.name, *code.path.split(" › ")) for code in codes]
    seen = Counter(tuple(step.casefold() for step in path[-n:]) for path in paths for n in range(1, len(path) + 1))
    return [STEP.join(_shortest(path, seen)) for path in paths]


def _shortest(path: tuple[str, ...], seen: Counter[tuple[str, ...]]) -> tuple[str, ...]:
    ends = (path[-n:] for n in range(1, len(path) + 1))
    return next((end for end in ends if seen[tuple(step.casefold() for step in end)] == 1), path)


def _code_choice(code: Code, label: str) -> dict[str, Any]:
    above = code.path.split(" › ")[:-1]
    return {"name": label, "about": " › ".join([code.dimension.name, *above]), "color": code.color}


def _named(names: Iterable[str]) -> list[dict[str, Any]]:
    return [{"name": name} for name in names]


def _traits(project: Project) -> list[str]:
    values = {(key, value) for attributes in stated(project).values() for key, value in attributes.items()}
    return [f"{key}={value}" for key, value in sorted(values)]
