"""Deleting used codes, bringing back versions, making dimensions exclusive: what they say, do, and give back."""

from random import Random
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.codebook import services as codebook
from apps.codebook.models import Code, CodebookVersion, Dimension
from apps.codebook.queries import snapshot_of, violations_of
from apps.coding import services
from apps.coding.integrity import violations
from apps.coding.models import Coding, Segment
from apps.coding.queries.refactoring import OnConflict
from apps.coding.services import NewSegment
from apps.coding.undo import redo, undo
from apps.documents.models import Transcript
from apps.projects.models import Activity, Project
from apps.projects.services import Verb
from apps.web.errors import DomainError
from core.codediff import difference

Args = dict[str, Any]
Codes = dict[str, Code]


@pytest.fixture
def me(project: Project, lead: User) -> Args:
    return {"project": project, "user": lead}


def coded(me: Args, transcript: Transcript, start: int, *codes: Code) -> Segment:
    ids = tuple(code.pk for code in codes)
    wanted = NewSegment(uuid4(), transcript.pk, transcript.version_id, start, start + 12, ids)
    services.put_segment(**me, wanted=wanted)
    return Segment.objects.get(pk=wanted.id)


def tables() -> list[Any]:
    """All rows that these changes touch or must leave alone."""
    return [list(model.objects.order_by("pk").values()) for model in (Dimension, Code, Segment, Coding)]


def versions() -> int:
    return CodebookVersion.objects.count()


def names() -> set[str]:
    return set(Code.objects.values_list("name", flat=True))


# --- deleting -----------------------------------------------------------------------------------------------


def test_a_used_code_is_deleted_with_all_it_holds_and_comes_back(
    me: Args, coder: User, transcript: Transcript, codes: Codes
) -> None:
    """Two codes go, on three passages by two coders; one of the passages carries something else."""
    top, other = codes["Innovation"], codes["Monitoring"]
    child = codebook.add_code(**me, name="Apps", dimension=top.dimension, parent=top)
    alone = coded(me, transcript, 20, top)
    services.change_segment(**me, segment_id=alone.pk, memo="Ask again about this.")
    coded(me, transcript, 30, top, child)
    shared = coded({**me, "user": coder}, transcript, 65, child, other)
    before = tables()
    told = services.remove_code(**me, code=top.pk, dry_run=True).plan
    assert (told.children, told.passages, told.codings, told.coders, told.transcripts, told.bare) == (1, 3, 4, 2, 1, 2)
    assert (tables(), versions()) == (before, 1)
    done = services.remove_code(**me, code=top.pk)
    assert done.version == 2
    assert not Code.objects.filter(pk__in=[top.pk, child.pk]).exists()
    assert Segment.objects.get(pk=alone.pk).memo == "Ask again about this."
    assert list(shared.codings.values_list("code", flat=True)) == [other.pk]
    activity = Activity.objects.get(pk=done.activity)
    assert (activity.verb, activity.label) == (Verb.CODE_REMOVED, "Innovation")
    frozen = CodebookVersion.objects.get(number=2).snapshot
    assert {str(top.pk), str(child.pk)} <= {each["id"] for each in frozen["codes"]}
    gone = tables()
    undo(**me)
    assert tables() == before
    redo(**me)
    assert tables() == gone


def test_deleting_is_refused_to_be_undone_over_a_code_of_the_same_name(
    me: Args, transcript: Transcript, codes: Codes
) -> None:
    top = codes["Innovation"]
    coded(me, transcript, 20, top)
    done = services.remove_code(**me, code=top.pk)
    codebook.add_code(**me, name="Innovation", dimension=top.dimension)
    now = tables()
    with pytest.raises(DomainError, match="changed since"):
        undo(**me, activity_id=done.activity)
    assert tables() == now


def test_codings_in_any_state_and_on_old_versions_are_told(me: Args, transcript: Transcript, codes: Codes) -> None:
    """What no longer counts is lost all the same."""
    segment = coded(me, transcript, 65, codes["Innovation"])
    segment.codings.update(state=Coding.State.RETURNED)
    text = transcript.current.text
    services.correct_transcript(
        **me, transcript=transcript, expected=transcript.version_id, text=text.replace(segment.quote, "")
    )
    told = services.remove_code(**me, code=codes["Innovation"].pk, dry_run=True).plan
    assert (told.passages, told.codings) == (1, 1)


def test_deleting_and_its_undo_ask_as_many_questions_however_many_passages(
    me: Args, transcript: Transcript, codes: Codes
) -> None:
    counts = []
    for name, passages in (("Innovation", 2), ("Task force", 30)):
        for start in range(65, 65 + passages):
            coded(me, transcript, start, codes[name])
        with CaptureQueriesContext(connection) as preview:
            services.remove_code(**me, code=codes[name].pk, dry_run=True)
        with CaptureQueriesContext(connection) as deleting:
            done = services.remove_code(**me, code=codes[name].pk)
        with CaptureQueriesContext(connection) as undoing:
            undo(**me, activity_id=done.activity)
        counts.append((len(preview), len(deleting), len(undoing)))
    assert counts[0] == counts[1]


# --- which changes freeze a version -------------------------------------------------------------------------


def test_another_place_makes_a_version_and_another_order_makes_none(me: Args, codes: Codes) -> None:
    code, other = codes["Innovation"], codes["Monitoring"]
    codebook.move_code(**me, code=code, parent=None, position=0)
    assert services.relocate_code(**me, code=code.pk, under=code.dimension_id, position=3).version is None
    assert versions() == 1
    codebook.move_code(**me, code=code, parent=other)
    assert versions() == 2
    codebook.delete_code(**me, code=code)
    assert versions() == 3
    assert "Innovation" in {each["name"] for each in CodebookVersion.objects.get(number=3).snapshot["codes"]}


def test_a_refused_move_leaves_no_version(me: Args, transcript: Transcript, codes: Codes) -> None:
    coded(me, transcript, 65, codes["Innovation"], codes["Coercive"])
    with pytest.raises(DomainError, match="exclusive"):
        services.relocate_code(**me, code=codes["Innovation"].pk, under=codes["Coercive"].dimension_id)
    with pytest.raises(DomainError, match="has 1 codings"):
        codebook.delete_code(**me, code=codes["Innovation"])
    assert versions() == 1


# --- bringing back a version --------------------------------------------------------------------------------


def test_a_version_comes_back_and_what_is_coded_since_stays(me: Args, transcript: Transcript, codes: Codes) -> None:
    top = codes["Innovation"]
    then = snapshot_of(me["project"])
    codebook.freeze_codebook(**me, note="Round 1")
    codebook.change_code(**me, code=top, name="Novelty", definition="Anything new.", color="#123456")
    services.remove_code(**me, code=codes["Task force"].pk)
    services.relocate_code(**me, code=codes["Monitoring"].pk, under=top.pk)
    unused = codebook.add_code(**me, name="Unused", dimension=top.dimension, shortcut="z")
    used = codebook.add_code(**me, name="Innovation", dimension=top.dimension, parent=unused)
    family = codebook.add_dimension(**me, name="Since")
    segment = coded(me, transcript, 65, used, top)
    before = tables()
    told = services.restore_codebook(**me, number=2, dry_run=True).plan
    assert tables() == before
    assert told.difference.totals == {
        "added": 1, "removed": 1, "renamed": 2, "moved": 2, "reworded": 1, "recoloured": 1, "dimensions": 1, "other": 0,
    }  # fmt: skip
    assert told.kept == ("Innovation (2)",)
    done = services.restore_codebook(**me, number=2)
    used.refresh_from_db()
    assert (used.name, used.parent) == ("Innovation (2)", None), "it stays, beside the code whose name came back"
    assert set(segment.codings.values_list("code", flat=True)) == {used.pk, top.pk}
    assert not Code.objects.filter(pk=unused.pk).exists()
    assert not Dimension.objects.filter(pk=family.pk).exists()
    left = difference(then, snapshot_of(me["project"]))
    assert [(each.fate, each.name) for each in left.codes] == [("added", "Innovation (2)")]
    assert CodebookVersion.objects.get(number=done.version).snapshot != then
    assert Activity.objects.get(pk=done.activity).verb == Verb.CODEBOOK_RESTORED
    after = tables()
    undo(**me)
    assert tables() == before
    redo(**me)
    assert tables() == after


def test_a_heading_and_an_exclusive_dimension_come_back_only_as_far_as_codings_allow(
    me: Args, transcript: Transcript, codes: Codes
) -> None:
    heading = codebook.add_code(**me, name="Causes", dimension=codes["Innovation"].dimension, codable=False)
    codebook.freeze_codebook(**me)
    codebook.change_code(**me, code=heading, codable=True)
    pressure = codes["Coercive"].dimension
    codebook.change_dimension(**me, dimension=pressure, exclusive=False)
    coded(me, transcript, 65, heading, codes["Coercive"], codes["Mimetic"])
    before = tables()
    with pytest.raises(DomainError, match="stands already"):
        services.restore_codebook(**me, number=2)
    codebook.change_code(**me, code=codes["Mimetic"], name="Imitation")
    told = services.restore_codebook(**me, number=2).plan
    assert (told.codable, told.opened) == (("Causes",), (pressure.name,))
    assert tables() == before, "the new name went, and nothing else could"
    assert not any(violations().values())


def test_bringing_back_what_stands_already_is_refused(me: Args, codes: Codes) -> None:
    with pytest.raises(DomainError, match="stands already"):
        services.restore_codebook(**me, number=1)
    with pytest.raises(DomainError, match="no version 7"):
        services.restore_codebook(**me, number=7, dry_run=True)
    assert versions() == 1


# --- exclusive dimensions -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("keep", "left"), [("newest", "Task force"), ("first", "Innovation"), ("", "Monitoring")])
def test_a_dimension_becomes_exclusive_and_passages_keep_what_is_chosen(
    keep: str, left: str, me: Args, coder: User, transcript: Transcript, codes: Codes
) -> None:
    segment = coded(me, transcript, 65, codes["Innovation"])
    for more in ("Monitoring", "Task force"):
        wanted = [*segment.codings.values_list("code", flat=True), codes[more].pk]
        services.change_segment(**me, segment_id=segment.pk, codes=wanted)
    fine = coded({**me, "user": coder}, transcript, 65, codes["Innovation"], codes["Coercive"])
    dimension, before = codes["Innovation"].dimension, tables()
    asked: Args = {**me, "dimension": dimension.pk, "keep": keep or str(codes["Monitoring"].pk)}
    told = services.make_exclusive(**asked, dry_run=True).plan
    assert (told.passages, told.codings, tables()) == (1, 2, before)
    services.make_exclusive(**asked)
    assert list(segment.codings.values_list("code__name", flat=True)) == [left]
    assert fine.codings.count() == 2
    dimension.refresh_from_db()
    assert (dimension.exclusive, violations_of(dimension)) == (True, 0)
    after = tables()
    undo(**me)
    assert tables() == before
    redo(**me)
    assert tables() == after


def test_only_a_code_of_the_dimension_can_be_kept(me: Args, codes: Codes) -> None:
    for keep in ("", "oldest", str(codes["Coercive"].pk)):
        with pytest.raises(DomainError, match="Say which code"):
            services.make_exclusive(**me, dimension=codes["Innovation"].dimension_id, keep=keep)
    with pytest.raises(DomainError, match="stands already"):
        services.make_exclusive(**me, dimension=codes["Coercive"].dimension_id, keep="first")


# --- any history --------------------------------------------------------------------------------------------


def one_step(random: Random, me: Args, transcript: Transcript) -> None:
    """A change of the codebook of any kind, with whatever is there."""
    there = list(Code.objects.order_by("name", "dimension__name", "created"))
    dimensions = list(Dimension.objects.order_by("name"))
    code = random.choice(there)
    what = random.choice(
        ["remove", "delete", "move", "order", "restore", "restore", "exclusive", "code", "open", "add"]
    )
    if what == "remove":
        services.remove_code(**me, code=code.pk)
    elif what == "delete":
        codebook.delete_code(**me, code=code)
    elif what == "move":
        under = random.choice([*there, *dimensions])
        services.relocate_code(**me, code=code.pk, under=under.pk, on_conflict=OnConflict.KEEP)
    elif what == "order":
        codebook.move_code(**me, code=code, parent=code.parent, position=random.randrange(6))
    elif what == "restore":
        services.restore_codebook(**me, number=random.randint(1, versions()))
    elif what == "exclusive":
        services.make_exclusive(**me, dimension=random.choice(dimensions).pk, keep=random.choice(["newest", "first"]))
    elif what == "open":
        codebook.change_dimension(**me, dimension=random.choice(dimensions), exclusive=False)
    elif what == "add":
        codebook.add_code(**me, name=f"New {random.random()}", dimension=code.dimension, parent=code)
    else:
        free = [each for each in there if not each.dimension.exclusive and each.codable] or [code]
        coded(me, transcript, random.randrange(65, 100), *random.sample(free, min(2, len(free))))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_any_forty_changes_are_undone_and_made_again_to_the_row(
    seed: int, me: Args, transcript: Transcript, codes: Codes
) -> None:
    random = Random(seed)
    for start in range(65, 95):
        free = [code for code in codes.values() if not code.dimension.exclusive]
        coded(me, transcript, start, *random.sample(free, random.randint(0, 3)), codes["Coercive"])
    history = [tables()]
    while len(history) <= 40:
        was = tables()
        activities = Activity.objects.count()
        try:
            one_step(random, me, transcript)
        except DomainError:
            assert tables() == was, "what is refused leaves no trace"
        assert not any(violations().values())
        if Activity.objects.count() > activities:
            history.append(tables())
    for state in reversed(history[:-1]):
        undo(**me)
        assert tables() == state
    for state in history[1:]:
        redo(**me)
        assert tables() == state
