"""What an import said it would do, or did: for the pages, the API and the file to take away."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from apps.exchange.codebooks.importing import Kept, numbers_of
from apps.exchange.codebooks.judging import Fate, Judgement, Row
from apps.exchange.codebooks.wording import FATES, not_read_sentences, reasons, shown_changes
from apps.web.cells import csv_table


def shown_rows(rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [
        {
            "line": row.line,
            "name": row.name,
            "is_dimension": row.is_dimension,
            "fate": str(row.fate),
            "fate_name": str(FATES[row.fate]),
            "changes": shown_changes(row.changes),
            "reasons": reasons(row),
        }
        for row in rows
    ]


def report_csv(rows: Sequence[Row]) -> bytes:
    """A row for each field that changed, and one for each row without any; as Excel in Indonesia opens it."""
    heads = [_("row"), _("what"), _("name"), _("outcome"), _("field"), _("before"), _("after"), _("reason")]
    lines = []
    for row in shown_rows(rows):
        start = [row["line"], _("dimension") if row["is_dimension"] else _("code"), row["name"], row["fate_name"]]
        why = " ".join(row["reasons"])
        changes = row["changes"] or [{"field": "", "old": "", "new": ""}]
        lines += [[*start, each["field"], each["old"], each["new"], why] for each in changes]
    return csv_table(heads, lines, separator=";")


def as_answer(project: str, kept: Kept, judgement: Judgement) -> dict[str, Any]:
    """The report in the shape that all imports of the API have."""
    left_out: dict[str, int] = {}
    for row in judgement.rows:
        if row.fate == Fate.LEFT_OUT:
            why = " ".join(reasons(row))
            left_out[why] = left_out.get(why, 0) + 1
    numbers = numbers_of(judgement)
    return {
        "project": project,
        "file": kept.name,
        "sha256": kept.sha256,
        "codes": numbers["codes"],
        "dimensions": numbers["dimensions"],
        "rows": shown_rows(row for row in judgement.rows if row.fate != Fate.SAME or row.notes),
        "left_out": [{"what": "code", "count": count, "why": why} for why, count in left_out.items()],
        "warnings": not_read_sentences(judgement.not_read),
    }
