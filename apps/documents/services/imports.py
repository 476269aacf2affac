"""Attributes out of a table: the file is kept until a person has seen what it would do, and then read once more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import IO, Any
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.documents.models import Attribute, Office, Participant
from apps.documents.queries import MODELS, Import, Judgement, judge_import, rows_of
from apps.documents.services.attributes import conform
from apps.projects.models import Activity, Project
from apps.projects.services import Verb, record
from apps.web.cells import csv_table
from apps.web.errors import DomainError, Invalid, NotThere
from apps.web.rows import update_rows
from core.tables import MAX_BYTES, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Table, read_table
from core.text.errors import ReadError
from core.values import shown_text

KEPT_FOR = timedelta(days=1)
REFUSALS = {
    "too_large": gettext_lazy("The file is larger than can be read. Nothing was changed; split it."),
    "too_many_rows": gettext_lazy("The table has more than %(limit)s rows. Nothing was changed; split it."),
    "too_many_columns": gettext_lazy("The table has more than %(limit)s columns. Nothing was changed; take some out."),
    "too_many_cells": gettext_lazy("The table has more than %(limit)s cells. Nothing was changed; split it."),
    "no_rows": gettext_lazy("The file holds no table: names of columns in its first row, and rows below."),
    "encrypted": gettext_lazy("The file is protected by a password. Take it off, and upload it again."),
    "damaged": gettext_lazy("The file is damaged. Save it anew in the program that made it, and upload it again."),
}
OTHERWISE = gettext_lazy("This is no table that can be read. Save it as .xlsx or as .csv, and upload that.")


@dataclass(frozen=True)
class Imported:
    """What an import did: rows that were given values, rows that were made, rows left out."""

    rows: int
    made: int
    left_out: int
    activity: Activity | None


def keep_table(*, project: Project, file: IO[bytes], size: int) -> UUID:
    """Keep a file for its preview, and return the id it is kept under. Raises DomainError when it is no table."""
    forget_old(project)
    if size > MAX_BYTES:
        raise _refusal(ReadError("too_large", limit=MAX_BYTES))
    data = file.read()
    _read(data)
    import_id = uuid4()
    default_storage.save(_place(project, import_id), ContentFile(data))
    return import_id


def kept_table(project: Project, import_id: UUID) -> Table:
    """The table kept under an id. Raises NotThere when it was imported, or is older than a day."""
    return _read(_kept(_place(project, import_id)))


def kept_report(project: Project, import_id: UUID) -> bytes:
    """The rows that an import left out, with their reasons in front, as a .csv."""
    return _kept(_report(project, import_id))


def forget_table(*, project: Project, import_id: UUID) -> None:
    """Remove a kept file: it may hold what the project must not."""
    default_storage.delete(_place(project, import_id))


def forget_old(project: Project, older_than: timedelta = KEPT_FOR) -> None:
    """Remove the project's kept files and reports that nobody came back for."""
    folder = f"imports/{project.pk}"
    try:
        _folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        path = f"{folder}/{name}"
        if default_storage.get_modified_time(path) < timezone.now() - older_than:
            default_storage.delete(path)


def forget_all(project: Project) -> None:
    """Remove all of the project's kept files and reports: they may hold what is to be forgotten."""
    forget_old(project, timedelta())


def import_attributes(*, project: Project, user: User, import_id: UUID, plan: Import) -> Imported:
    """Write what the preview showed: rows that can go in, in one transaction; the others stand in the report."""
    table = kept_table(project, import_id)
    with transaction.atomic():
        judgement = judge_import(project, table, plan)
        if not judgement.can_go_in:
            said = " ".join(judgement.obstacles) or _("No row of the table can go in.")
            raise Invalid("nothing_to_import", _("%(reason)s Nothing was changed.") % {"reason": said})
        activity = _write(project, user, plan, judgement)
    forget_table(project=project, import_id=import_id)
    if judgement.left_out:
        default_storage.save(_report(project, import_id), ContentFile(left_out_csv(table, judgement)))
    return Imported(len(judgement.accepted), judgement.made, len(judgement.left_out), activity)


def restore_attributes_state(*, project: Project, present: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Put back the values that an import replaced, as long as its own stand; the caller records that.

    Attributes and participants that it made stay: others may use them by now. Raises DomainError "changed_since".
    """
    subject, expected = present["subject"], present["rows"]
    stored = {str(pk): held for pk, held in rows_of(project, subject).values_list("pk", "attributes")}
    if any(stored[pk].get(name) != value for pk in expected if pk in stored for name, value in expected[pk].items()):
        message = _("Some of these values were changed since, so the import cannot be taken back. Nothing was changed.")
        raise DomainError("changed_since", message)
    back = {}
    for pk, values in wanted["rows"].items():
        if pk in stored:
            held = {**stored[pk], **values}
            back[UUID(pk)] = {name: value for name, value in held.items() if value is not None}
    update_rows(MODELS[subject], "attributes", back)


def left_out_csv(table: Table, judgement: Judgement) -> bytes:
    """The rows left out as they stood, behind their number and the reason. Cells that would be formulas are text."""
    rows: list[list[str | int]] = [
        [each.line, each.reason, *("" if cell is None else shown_text(cell) for cell in each.row.cells)]
        for each in judgement.left_out
    ]
    return csv_table([_("row"), _("reason"), *table.columns], rows, separator=";")


def _write(project: Project, user: User, plan: Import, judgement: Judgement) -> Activity | None:
    for attribute in judgement.attributes:
        attribute.save(force_insert=True)
        conform(attribute)
    made = _make(project, plan, [each.name for each in judgement.accepted if each.target is None])
    stored = dict(rows_of(project, plan.subject).select_for_update().values_list("pk", "attributes"))
    before: dict[str, dict[str, Any]] = {}
    after: dict[str, Mapping[str, Any]] = {}
    changed = {}
    for each in judgement.accepted:
        pk = each.target or made[each.name]
        held = stored[pk]
        if differing := {name: value for name, value in each.values.items() if held.get(name) != value}:
            before[str(pk)] = {name: held.get(name) for name in differing}
            after[str(pk)] = differing
            changed[pk] = {**held, **differing}
    if not (changed or made or judgement.attributes):
        return None
    update_rows(MODELS[plan.subject], "attributes", changed)
    told = {"subject": plan.subject, "attributes": [each.name for each in judgement.attributes]}
    return record(
        project, user, Verb.ATTRIBUTES_IMPORTED, object_id=project.pk, label=_label(plan, judgement),
        before={**told, "rows": before}, after={**told, "rows": after, "made": [str(pk) for pk in made.values()]},
    )  # fmt: skip


def _label(plan: Import, judgement: Judgement) -> str:
    subject = Attribute.Subject(plan.subject).label
    return f"{subject}: {', '.join(column.name for column in plan.columns)} ({len(judgement.accepted)})"


def _make(project: Project, plan: Import, names: list[str]) -> dict[str, UUID]:
    """Add those that are missing: {name: its new row}."""
    if plan.subject == Attribute.Subject.OFFICE:
        offices = [Office(project=project, parent=plan.office, name=name[:200]) for name in names]
        return {name: each.pk for name, each in zip(names, Office.objects.bulk_create(offices), strict=True)}
    if names and plan.office is None:
        message = _("Choose the office that the new participants belong to.")
        raise Invalid("no_office", message, fields={"office": message})
    people = [Participant(project=project, office=plan.office, pseudonym=name[:120]) for name in names]
    return {name: each.pk for name, each in zip(names, Participant.objects.bulk_create(people), strict=True)}


def _read(data: bytes) -> Table:
    try:
        return read_table(data)
    except ReadError as error:
        raise _refusal(error) from error


def _refusal(error: ReadError) -> DomainError:
    limits = {"limit": {"too_many_rows": MAX_ROWS, "too_many_columns": MAX_COLUMNS}.get(error.code, MAX_CELLS)}
    message = str(REFUSALS.get(error.code, OTHERWISE)) % limits
    return DomainError(error.code, message, status=413 if error.code.startswith("too_") else 422)


def _kept(path: str) -> bytes:
    if not default_storage.exists(path):
        raise NotThere("no_such_import", _("This file is no longer kept. Upload it again."))
    with default_storage.open(path) as file:
        return bytes(file.read())


def _place(project: Project, import_id: UUID) -> str:
    return f"imports/{project.pk}/{import_id}"


def _report(project: Project, import_id: UUID) -> str:
    return f"imports/{project.pk}/{import_id}-left-out.csv"
