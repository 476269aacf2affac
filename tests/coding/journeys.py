"""Somebody's work in a project at random, and a picture of all its tables: what undo must bring back."""

from collections.abc import Callable
from random import Random
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model

from apps.accounts.models import User
from apps.codebook import services as codebook
from apps.coding import services
from apps.coding.models import Doubt, Segment
from apps.coding.queries.refactoring import OnConflict
from apps.coding.services import NewSegment, correct_transcript
from apps.coding.services.codebook import remove_code, restore_codebook
from apps.coding.services.memos import change_memo, create_memo, delete_memo
from apps.coding.undo import redo, undo
from apps.documents import services as documents
from apps.documents.models import Transcript, Version
from apps.projects.models import Activity, Project
from apps.projects.services import change_project
from apps.web.errors import DomainError

# The log tells of undoing, frozen versions are kept for ever, and versions of a text are repeated, never taken back.
# The index of words follows from the texts, and knows words for a while that no text holds.
NOT_COMPARED = {"Activity", "CodebookVersion", "Job", "Upload", "Export", "Version", "Turn"} | {
    "IndexedTurn", "IndexedVersion", "WordRoot",
}  # fmt: skip
# Counters, and moments of what was done by undoing itself.
FIELDS_NOT_COMPARED = {
    "Project": ("sequence", "structure"),
    # What it was about is remembered by name for when it is gone.
    "Memo": ("version", "about_name"),
    "Segment": ("memo_changed",),
    "Transcript": ("binned",),
}
WORDS = ("kerja", "arahan", "rutin", "satker", "target", "inovasi", "patuh", "awas", "tugas", "mimetik", "norma")


def picture(project: Project) -> dict[str, Any]:
    """Every row of the project's tables, texts by their content instead of by the version that holds them."""
    texts = {pk: (number, sha) for pk, number, sha in Version.objects.values_list("pk", "number", "sha256")}
    current = set(Transcript.objects.values_list("current", flat=True))
    seen: dict[str, Any] = {}
    for model in apps.get_models():
        if model.__module__.startswith("apps.") and model.__name__ not in NOT_COMPARED:
            rows = [_row(model, row, texts, current) for row in model._default_manager.order_by("pk").values()]
            seen[model.__name__] = {row.pop("id"): row for row in rows}
    people = Transcript.participants.through._default_manager.values_list("transcript", "participant")
    seen["people"] = sorted(map(str, people))
    versions = Version.objects.filter(pk__in=current).order_by("transcript")
    seen["turns"] = [
        list(each.turns.values_list("index", "start", "end", "speaker", "participant", "interviewer", "at_ms", "words"))
        for each in versions
    ]
    seen["texts"] = list(versions.values_list("text", "rules", "formatting", "pages"))
    return seen


def _row(model: type[Model], row: dict[str, Any], texts: dict[UUID, Any], current: set[Any]) -> dict[str, Any]:
    row = {key: held for key, held in row.items() if key not in FIELDS_NOT_COMPARED.get(model.__name__, ())}
    if model.__name__ == "Transcript":
        row["current_id"] = texts[row["current_id"]][1]
    if model.__name__ in ("Segment", "Doubt"):
        # A copy of an old text is as good as the text.
        is_current = row["version_id"] in current
        row["version_id"] = (is_current, texts[row["version_id"]][1])
        row.pop("turn_id", None)
    if model.__name__ == "Doubt":
        # The same question may be asked anew.
        row["id"] = row["segment_id"]
        del row["created"]
    return row


def differences(one: dict[str, Any], other: dict[str, Any]) -> dict[str, str]:
    """What differs between two pictures, short enough to be read in a failed test."""
    found: dict[str, str] = {}
    for table, held in one.items():
        there = other[table]
        if not isinstance(held, dict):
            found |= {table: f"{held} != {there}"} if held != there else {}
            continue
        for key in held.keys() | there.keys():
            left, right = held.get(key) or {}, there.get(key) or {}
            differing = {name for name in left.keys() | right.keys() if left.get(name) != right.get(name)}
            words = {name: (left.get(name), right.get(name)) for name in sorted(differing)}
            found |= {f"{table} {key}": repr(words)} if differing else {}
    return found


class Journey:
    """Steps of several people in one project, at random; a step that is refused is no step."""

    def __init__(self, project: Project, people: list[User], seed: int) -> None:
        self.project, self.people = project, people
        # Who spoke in a version that is kept for ever is named there for ever.
        self.speakers = list(project.participants.order_by("created"))
        self.random = Random(seed)
        self.user = people[0]
        # Later steps meet what earlier ones did, on few places.
        self.steps: list[tuple[int, Callable[[], object]]] = [
            (14, self.code), (6, self.borders), (5, self.memo), (8, self.recode), (5, self.remove), (3, self.bulk),
            (3, self.add_code), (6, self.edit_code), (4, self.move_code), (3, self.delete_code),
            (3, self.merge), (3, self.split), (3, self.relocate), (2, self.promote), (2, self.demote),
            (2, self.drop_code), (2, self.old_codebook),
            (2, self.add_dimension), (3, self.edit_dimension), (2, self.delete_dimension),
            (4, self.correct), (4, self.decide), (3, self.details), (3, self.many_details), (2, self.bin),
            (2, self.office), (2, self.person), (3, self.write_memo), (3, self.edit_memo), (2, self.drop_memo),
            (1, self.settings),
        ]  # fmt: skip

        if len(people) == 1:
            # Of two people, one may make again what lay under the other's change, and places of codes then differ.
            self.steps += [(6, self.undo), (5, self.redo)]

    def walk(self, steps: int) -> int:
        """Take so many steps that were not refused. Returns how many different kinds they were."""
        taken: set[str] = set()
        done = 0
        for _attempt in range(steps * 20):
            self.user = self.random.choice(self.people)
            before = Activity.objects.count()
            [(_weight, step)] = self.random.choices(self.steps, [weight for weight, _step in self.steps])
            try:
                step()
            except DomainError:
                continue
            if Activity.objects.count() > before:
                taken.add(step.__name__)
                done += 1
            if done == steps:
                return len(taken)
        raise AssertionError(f"only {done} of {steps} steps could be taken")

    # --- choosing -------------------------------------------------------------------------------------------

    @property
    def me(self) -> dict[str, Any]:
        return {"project": self.project, "user": self.user}

    def one(self, rows: Any) -> Any:
        found = list(rows.order_by("created"))
        if not found:
            raise DomainError("nothing", "Nothing to choose from.")
        return self.random.choice(found)

    def word(self) -> str:
        return f"{self.random.choice(WORDS)} {self.random.randrange(40)}"

    def transcript(self) -> Transcript:
        found: Transcript = self.one(Transcript.objects.filter(project=self.project, binned=None))
        return found

    def span(self, transcript: Transcript) -> tuple[int, int]:
        length = self.random.randint(4, 40)
        start = self.random.randrange(transcript.current.characters - length)
        return start, start + length

    def codes(self, most: int) -> tuple[UUID, ...]:
        codes = list(self.project.codes.filter(codable=True).order_by("created").values_list("pk", flat=True))
        return tuple(self.random.sample(codes, min(self.random.randint(0, most), len(codes))))

    def mine(self) -> Segment:
        found: Segment = self.one(Segment.objects.filter(coder=self.user, transcript__binned=None))
        return found

    def new(self) -> NewSegment:
        transcript = self.transcript()
        key = UUID(int=self.random.getrandbits(128), version=4)
        return NewSegment(key, transcript.pk, transcript.version_id, *self.span(transcript), self.codes(3))

    # --- passages -------------------------------------------------------------------------------------------

    def code(self) -> None:
        services.put_segment(**self.me, wanted=self.new())

    def borders(self) -> None:
        segment = self.mine()
        start, end = self.span(segment.transcript)
        services.change_segment(**self.me, segment_id=segment.pk, start=start, end=end)

    def memo(self) -> None:
        services.change_segment(**self.me, segment_id=self.mine().pk, memo=self.word())

    def recode(self) -> None:
        services.change_segment(**self.me, segment_id=self.mine().pk, codes=self.codes(3))

    def remove(self) -> None:
        services.remove_segment(**self.me, segment_id=self.mine().pk)

    def bulk(self) -> None:
        services.put_many_segments(**self.me, wanted=[self.new() for _ in range(self.random.randint(1, 4))])

    # --- codes ----------------------------------------------------------------------------------------------

    def add_code(self) -> None:
        dimension = self.one(self.project.dimensions)
        parent = self.random.choice([None, *dimension.codes.order_by("created")])
        codebook.add_code(**self.me, name=self.word(), dimension=dimension, parent=parent)

    def edit_code(self) -> None:
        changes = self.random.choice(
            [{"definition": self.word()}, {"name": self.word()}, {"include": self.word()}, {"color": "#123456"},
             {"shortcut": self.random.choice("abcdefg")}, {"codable": self.random.random() < 0.5}]
        )  # fmt: skip
        codebook.change_code(**self.me, code=self.one(self.project.codes), **changes)

    def move_code(self) -> None:
        code = self.one(self.project.codes)
        parent = self.random.choice([None, *code.dimension.codes.exclude(pk=code.pk).order_by("created")])
        codebook.move_code(**self.me, code=code, parent=parent, position=self.random.randrange(4))

    def delete_code(self) -> None:
        codebook.delete_code(**self.me, code=self.one(self.project.codes.filter(codings=None, children=None)))

    def merge(self) -> None:
        into, source = self.one(self.project.codes), self.one(self.project.codes)
        keep = self.random.random() < 0.5
        services.merge_codes(
            **self.me, into=into.pk, sources=[source.pk], on_conflict=self.conflict(), keep_definitions=keep
        )

    def split(self) -> None:
        code = self.one(self.project.codes.exclude(codings=None))
        codings = list(code.codings.order_by("created").values_list("pk", flat=True))
        picked = self.random.sample(codings, self.random.randint(1, len(codings)))
        services.split_code(**self.me, code=code.pk, name=self.word(), codings=picked, on_conflict=self.conflict())

    def relocate(self) -> None:
        under = self.one(self.random.choice([self.project.codes, self.project.dimensions]))
        services.relocate_code(
            **self.me, code=self.one(self.project.codes).pk, under=under.pk, on_conflict=self.conflict()
        )

    def promote(self) -> None:
        services.promote_code(**self.me, code=self.one(self.project.codes).pk)

    def demote(self) -> None:
        services.demote_code(**self.me, code=self.one(self.project.codes).pk)

    def drop_code(self) -> None:
        remove_code(**self.me, code=self.one(self.project.codes).pk)

    def old_codebook(self) -> None:
        restore_codebook(**self.me, number=self.one(self.project.codebook_versions).number)

    def conflict(self) -> OnConflict:
        return self.random.choice(list(OnConflict))

    def add_dimension(self) -> None:
        codebook.add_dimension(**self.me, name=self.word(), exclusive=self.random.random() < 0.3)

    def edit_dimension(self) -> None:
        changes = self.random.choice([{"name": self.word()}, {"exclusive": self.random.random() < 0.5}])
        codebook.change_dimension(**self.me, dimension=self.one(self.project.dimensions), **changes)

    def delete_dimension(self) -> None:
        codebook.delete_dimension(**self.me, dimension=self.one(self.project.dimensions.filter(codes=None)))

    # --- documents ------------------------------------------------------------------------------------------

    def correct(self) -> None:
        transcript = self.transcript()
        text = Version.objects.get(pk=transcript.version_id).text
        start, end = self.span(transcript)
        paragraphs = text.split("\n\n")
        new = self.random.choice(
            [f"{text[:start]} {self.word()} {text[end:]}", text[:start] + text[end:], "\n\n".join(paragraphs[1:]),
             "\n\n".join([*paragraphs, self.random.choice(paragraphs)])]
        )  # fmt: skip
        if len(new) > 200:
            correct_transcript(**self.me, transcript=transcript, expected=transcript.version_id, text=new)

    def decide(self) -> None:
        doubt = self.one(Doubt.objects.filter(decision="open", transcript__binned=None))
        what = self.random.randrange(3)
        if what == 0:
            services.leave_doubt(**self.me, doubt_id=doubt.pk)
        elif what == 1:
            start, end = self.span(doubt.transcript)
            services.adjust_doubt(**self.me, doubt_id=doubt.pk, start=start, end=end)
        else:
            services.accept_doubt(**self.me, doubt_id=doubt.pk)

    def details(self) -> None:
        transcript = self.transcript()
        labels = sorted(set(transcript.current.turns.values_list("speaker", flat=True)))
        changes = self.random.choice(
            [{"title": self.word()}, {"language": self.random.choice(["en", "id"])},
             {"office": self.one(self.project.offices)}, {"participants": list(self.project.participants.all())},
             {"speaker_map": {label: self.random.choice([None, *self.speakers]) for label in labels}},
             {"interviewers": labels[:1]}]
        )  # fmt: skip
        documents.change_transcript(**self.me, transcript=transcript, **changes)

    def many_details(self) -> None:
        changes = documents.Changes(language=self.random.choice(["en", "id"]), office=self.one(self.project.offices))
        there = Transcript.objects.filter(project=self.project, binned=None)
        documents.change_transcripts(**self.me, transcripts=there, changes=changes)

    def bin(self) -> None:
        transcript = self.one(Transcript.objects.filter(project=self.project).exclude(title="Metro 01"))
        service = documents.restore_transcript if transcript.binned else documents.bin_transcript
        service(**self.me, transcript=transcript)

    def office(self) -> None:
        offices, what = self.project.offices, self.random.randrange(3)
        if what == 0:
            documents.create_office(**self.me, name=self.word(), parent=self.random.choice([None, self.one(offices)]))
        elif what == 1:
            documents.change_office(**self.me, office=self.one(offices), name=self.word())
        else:
            documents.delete_office(**self.me, office=self.one(offices))

    def person(self) -> None:
        people, what = self.project.participants, self.random.randrange(3)
        if what == 0:
            documents.create_participant(**self.me, pseudonym=self.word(), office=self.one(self.project.offices))
        elif what == 1:
            documents.change_participant(**self.me, participant=self.one(people), pseudonym=self.word())
        else:
            new = people.exclude(pk__in=[each.pk for each in self.speakers])
            documents.delete_participant(**self.me, participant=self.one(new))

    def settings(self) -> None:
        change_project(project=self.project, user=self.people[0], description=self.word())

    # --- memos ----------------------------------------------------------------------------------------------

    def write_memo(self) -> None:
        about = self.one(self.random.choice([self.project.codes, self.project.offices, self.project.transcripts]))
        kind = type(about).__name__.lower()
        create_memo(**self.me, kind=kind, about=about.pk, title=self.word(), text=self.word())

    def edit_memo(self) -> None:
        memo = self.one(self.project.memos.filter(author=self.user))
        change_memo(**self.me, memo_id=memo.pk, version=memo.version, text=self.word())

    def drop_memo(self) -> None:
        delete_memo(**self.me, memo_id=self.one(self.project.memos.filter(author=self.user)).pk)

    # --- there and back -------------------------------------------------------------------------------------

    def undo(self) -> None:
        undo(**self.me)

    def redo(self) -> None:
        redo(**self.me)


def standing(project: Project) -> list[Activity]:
    """The changes that stand, the one that came last into force first."""
    last: dict[int, int] = {}
    for pk, undoes, sequence in project.activities.order_by("sequence").values_list("pk", "undoes", "sequence"):
        last[undoes or pk] = sequence
    changes = project.activities.filter(undoes=None, undone=False)
    return sorted(changes, key=lambda each: -last[each.pk])
