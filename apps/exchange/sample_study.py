"""Loads the invented sample study that lies in `sample/`: two offices, eight interviews, coded by two, reviewed."""

import csv
import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from apps.accounts.models import User
from apps.accounts.queries import user_by_email
from apps.accounts.services import create_user
from apps.codebook.models import Code
from apps.codebook.services import apply_template
from apps.coding.services import NewSegment, put_many_segments
from apps.documents.models import Office, Participant, Transcript, Version
from apps.documents.services import create_office, create_participant, create_transcript
from apps.exchange.sample_review import review_sample
from apps.projects.models import Project, Role
from apps.projects.services import add_member, create_project

FOLDER = Path(__file__).resolve().parent / "sample"
# Ids follow from project and place in the file, so that two loaded samples do not collide.
NAMESPACE = UUID("5f0c1a52-8d0e-4f55-9d5a-0b1c6f8e7a11")


@transaction.atomic
def load_sample_study(*, visitor: User | None = None) -> Project:
    """Make the sample project with its people, offices, interviews and codings: all of it, or nothing.

    A visitor who wants to look around becomes a lead of it, beside its own.
    """
    study = json.loads((FOLDER / "study.json").read_text(encoding="utf-8"))
    people = {each["role"]: sample_user(each) for each in study["users"]}
    lead = people[Role.LEAD]
    project = create_project(user=lead, **study["project"])
    for role, person in people.items():
        if role != Role.LEAD:
            add_member(project=project, user=lead, email=person.email, role=role)
    if visitor and visitor not in people.values():
        add_member(project=project, user=lead, email=visitor.email, role=Role.LEAD)
    codes = apply_template(project=project, user=lead, template="isomorphism")
    offices: dict[str, Office] = {}
    for each in study["offices"]:
        parent = offices[each["parent"]] if each["parent"] else None
        offices[each["name"]] = create_office(project=project, user=lead, name=each["name"], parent=parent)
    participants = {
        each["pseudonym"]: sample_participant(project, lead, offices, each) for each in study["participants"]
    }
    transcripts = {
        Path(each["file"]).stem: sample_transcript(project, lead, offices, participants, each)
        for each in study["transcripts"]
    }
    for file in sorted(FOLDER.glob("codings-*.csv")):
        code_passages(project, transcripts, codes, file)
    review_sample(
        project=project,
        supervisor=people[Role.SUPERVISOR],
        transcripts=transcripts,
        codes=codes,
        review=(FOLDER / "review.json").read_text(encoding="utf-8"),
    )
    return project


def sample_user(each: Mapping[str, str]) -> User:
    """A sample login has no password: it is entered by the address `manage.py serve` prints."""
    return user_by_email(each["email"]) or create_user(email=each["email"], name=each["name"], password=None)


def sample_participant(
    project: Project, lead: User, offices: Mapping[str, Office], each: Mapping[str, Any]
) -> Participant:
    return create_participant(
        project=project,
        user=lead,
        office=offices[each["office"]],
        pseudonym=each["pseudonym"],
        attributes=each["attributes"],
    )


def sample_transcript(
    project: Project,
    lead: User,
    offices: Mapping[str, Office],
    participants: Mapping[str, Participant],
    each: Mapping[str, Any],
) -> Transcript:
    return create_transcript(
        project=project,
        user=lead,
        title=each["title"],
        office=offices[each["office"]],
        text=(FOLDER / each["file"]).read_text(encoding="utf-8"),
        language=each["language"],
        kind=each["kind"],
        date=date.fromisoformat(each["date"]),
        participants=[participants[name] for name in each["participants"]],
    )


def code_passages(
    project: Project, transcripts: Mapping[str, Transcript], codes: Mapping[str, Code], file: Path
) -> None:
    """Put the codings of one CSV on the transcripts, each coder's on each transcript in one step."""
    wanted: dict[tuple[str, str], list[NewSegment]] = defaultdict(list)
    with file.open(encoding="utf-8", newline="") as rows:
        for number, row in enumerate(csv.DictReader(rows), start=1):
            version = transcripts[row["transcript"]].current
            if version is None:
                raise LookupError(f"{row['transcript']} has no version")
            segment = passage(version, codes, row, uuid5(NAMESPACE, f"{project.pk} {file.name} {number}"))
            wanted[row["transcript"], row["coder"]].append(segment)
    for (_transcript, coder), segments in wanted.items():
        person = user_by_email(coder)
        if person is None:
            raise LookupError(f"study.json names no coder {coder}")
        put_many_segments(project=project, user=person, wanted=segments)


def passage(version: Version, codes: Mapping[str, Code], row: Mapping[str, str], segment_id: UUID) -> NewSegment:
    start = -1
    for _ in range(int(row["occurrence"])):
        start = version.text.index(row["quote"], start + 1)
    chosen = tuple(codes[name.strip()].pk for name in row["codes"].split(";"))
    end = start + len(row["quote"])
    return NewSegment(segment_id, version.transcript_id, version.pk, start, end, chosen, row["memo"])
