"""One change on many passages: own ones and those of others, what clashes, what is counted, and the way back."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.coding.models import Coding, Segment
from apps.coding.queries import segment_out
from apps.coding.queries.histories import history_of
from apps.coding.queries.refactoring import OnConflict
from apps.coding.services import Act, Change, recode
from apps.coding.telling import tell
from apps.coding.undo import redo, undo
from apps.projects.models import Activity, Role
from apps.web.errors import DomainError, Invalid
from tests.analysis.conftest import Study


def all_ids(study: Study) -> list[UUID]:
    return list(Segment.objects.filter(project=study.project).values_list("pk", flat=True))


def stored(study: Study) -> list[dict[str, Any]]:
    """Everything that is coded, codes and memos and identifiers."""
    segments = Segment.objects.filter(project=study.project).order_by("pk").prefetch_related("codings")
    states = [segment_out(segment) for segment in segments]
    for state in states:
        state["codings"].sort(key=lambda coding: coding["id"])
    return states


def told(study: Study, user: User) -> list[tuple[str, str, list[str]]]:
    """(transcript, quote, codes) of what one coder marked."""
    segments = Segment.objects.filter(project=study.project, coder=user).prefetch_related("codings__code")
    return sorted(
        (each.transcript.title, each.quote, sorted(coding.code.name for coding in each.codings.all()))
        for each in segments.select_related("transcript")
    )


def change(study: Study, act: Act, code: str = "", old: str = "", **rest: Any) -> Change:
    ids = {name: study.codes[each].pk for name, each in (("code", code), ("old", old)) if each}
    return Change(act, **ids, **rest)


def test_a_code_is_added_to_own_passages_and_on_the_words_of_others(study: Study, lead: User, coder: User):
    before = stored(study)
    asked = {"project": study.project, "user": lead, "segments": all_ids(study)}
    preview = recode(**asked, change=change(study, Act.ADD, "Innovation"), dry_run=True)
    assert (preview.changed, preview.made, preview.already, preview.others) == (4, 3, 1, {"Cahya": 3})
    assert preview.activity is None
    assert stored(study) == before
    done = recode(**asked, change=change(study, Act.ADD, "Innovation"))
    assert (done.changed, done.made, done.already) == (4, 3, 1)
    mine = told(study, lead)
    assert len(mine) == 8
    assert all("Innovation" in codes for _title, _quote, codes in mine)
    assert ("Metro 01", "Jawaban dua", ["Innovation"]) in mine
    assert [state for state in stored(study) if state["coder"] == str(coder.pk)] == [
        state for state in before if state["coder"] == str(coder.pk)
    ]
    # Once more: it is there already, on the passages of one's own beside those of others.
    again = recode(**asked, change=change(study, Act.ADD, "Innovation"))
    assert (again.touched, again.already, again.activity) == (0, 8, None)


def test_it_is_one_activity_that_undo_takes_back_whole(study: Study, lead: User):
    before, n = stored(study), Activity.objects.count()
    done = recode(
        project=study.project, user=lead, segments=all_ids(study), change=change(study, Act.ADD, "Innovation")
    )
    assert Activity.objects.count() == n + 1
    after = stored(study)
    undo(project=study.project, user=lead, activity_id=done.activity)
    assert stored(study) == before
    redo(project=study.project, user=lead, activity_id=done.activity)
    assert stored(study) == after


def test_a_code_is_replaced_on_own_passages_alone(study: Study, lead: User):
    before = stored(study)
    wanted = change(study, Act.REPLACE, "Task force", old="Innovation")
    done = recode(project=study.project, user=lead, segments=all_ids(study), change=wanted)
    assert (done.changed, done.made, done.left, done.lacking) == (1, 0, 3, 4)
    assert ("Kotabumi 01", "Jawaban dua", ["Task force", "Training and education"]) in told(study, lead)
    undo(project=study.project, user=lead, activity_id=done.activity)
    assert stored(study) == before


def test_what_was_approved_and_goes_is_counted(study: Study, lead: User):
    Coding.objects.filter(code=study.codes["Innovation"]).update(state=Coding.State.APPROVED)
    wanted = change(study, Act.REPLACE, "Task force", old="Innovation")
    done = recode(project=study.project, user=lead, segments=all_ids(study), change=wanted, dry_run=True)
    assert done.approved == 1


def test_a_passage_that_loses_its_last_code_goes_unless_it_has_a_memo(study: Study, lead: User):
    before = stored(study)
    everywhere = all_ids(study)
    done = recode(project=study.project, user=lead, segments=everywhere, change=change(study, Act.REMOVE, "Monitoring"))
    assert (done.changed, done.emptied, done.left) == (2, 1, 3)
    assert ("Metro 02", "Apa penyebabnya") not in [each[:2] for each in told(study, lead)]
    recode(project=study.project, user=lead, segments=everywhere, change=change(study, Act.REMOVE, "Regulation"))
    assert ("Kotabumi 01", "Jawaban satu tentang aturan", []) in told(study, lead)
    undo(project=study.project, user=lead)
    undo(project=study.project, user=lead)
    assert stored(study) == before


def test_two_codes_of_an_exclusive_dimension_ask_what_stays(study: Study, lead: User):
    everywhere = all_ids(study)
    before = stored(study)
    asked = {"project": study.project, "user": lead, "segments": everywhere}
    preview = recode(**asked, change=change(study, Act.ADD, "Normative"), dry_run=True)
    # Own passages with a pressure: two with “Regulation”, one with “Training and education”, one with “Mimetic”.
    assert preview.conflicts == 4
    with pytest.raises(DomainError, match="4 passages would carry two codes"):
        recode(**asked, change=change(study, Act.ADD, "Normative"))
    assert stored(study) == before
    kept = recode(**asked, change=change(study, Act.ADD, "Normative", on_conflict=OnConflict.KEEP))
    assert (kept.changed, kept.made, kept.kept) == (1, 3, 4)
    undo(project=study.project, user=lead)
    done = recode(**asked, change=change(study, Act.ADD, "Normative", on_conflict=OnConflict.REPLACE))
    assert (done.changed, done.made, done.kept) == (5, 3, 0)
    assert ("Metro 01", "Jawaban satu", ["Normative"]) in told(study, lead)
    undo(project=study.project, user=lead)
    assert stored(study) == before


def test_a_memo_comes_below_the_one_that_is_there_and_only_once(study: Study, lead: User):
    before = stored(study)
    asked = {"project": study.project, "user": lead, "segments": all_ids(study)}
    done = recode(**asked, change=Change(Act.NOTE, memo="  Ask again in March.\r\n"))
    assert (done.changed, done.made) == (5, 3)
    memos = set(Segment.objects.filter(coder=lead).values_list("memo", flat=True))
    assert memos == {"Ask again in March.", "Rules first.\n\nAsk again in March."}
    assert recode(**asked, change=Change(Act.NOTE, memo="Ask again in March.")).already == 8
    undo(project=study.project, user=lead, activity_id=done.activity)
    assert stored(study) == before


def test_what_was_changed_since_is_not_taken_back(study: Study, lead: User):
    done = recode(
        project=study.project, user=lead, segments=all_ids(study), change=change(study, Act.ADD, "Innovation")
    )
    Coding.objects.get(segment__quote="Apa penyebabnya", code=study.codes["Innovation"]).delete()
    after = stored(study)
    with pytest.raises(DomainError, match="changed since"):
        undo(project=study.project, user=lead, activity_id=done.activity)
    assert stored(study) == after


def test_refusals(study: Study, lead: User):
    asked = {"project": study.project, "user": lead}
    one = all_ids(study)[:1]
    with pytest.raises(Invalid, match=r"At most 5000 passages"):
        recode(**asked, segments=[uuid4() for _ in range(5001)], change=change(study, Act.ADD, "Innovation"))
    with pytest.raises(Invalid, match="at least one passage"):
        recode(**asked, segments=[], change=change(study, Act.ADD, "Innovation"))
    with pytest.raises(Invalid, match="Write the memo first"):
        recode(**asked, segments=one, change=Change(Act.NOTE, memo=" \n"))
    with pytest.raises(Invalid, match="two different codes"):
        recode(**asked, segments=one, change=change(study, Act.REPLACE, "Innovation", old="Innovation"))
    with pytest.raises(Invalid, match="deleted or belongs to another project"):
        recode(**asked, segments=one, change=Change(Act.ADD, code=uuid4()))
    gone = recode(**asked, segments=[*one, uuid4()], change=change(study, Act.ADD, "Task force"), dry_run=True)
    assert gone.gone == 1


def test_the_cost_does_not_grow_with_the_passages(study: Study, lead: User):
    def queries(segments: list[UUID], code: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            recode(project=study.project, user=lead, segments=segments, change=change(study, Act.ADD, code))
        return len(captured)

    few = list(Segment.objects.filter(coder=lead).order_by("pk").values_list("pk", flat=True)[:1])
    few += list(Segment.objects.exclude(coder=lead).order_by("pk").values_list("pk", flat=True)[:1])
    recode(project=study.project, user=lead, segments=all_ids(study), change=change(study, Act.NOTE, memo="x"))
    assert queries(few, "Innovation") == queries(all_ids(study), "Task force")


def test_the_history_of_a_passage_tells_what_was_done_to_it_among_many(study: Study, lead: User):
    segment = Segment.objects.get(coder=lead, quote="Jawaban dua", transcript__title="Kotabumi 01")
    wanted = change(study, Act.REPLACE, "Task force", old="Innovation")
    recode(project=study.project, user=lead, segments=all_ids(study), change=wanted)
    rows = tell(study.project, history_of(study.project, segment), lead, Role.LEAD)
    assert [row.activity.verb for row in rows] == ["segments_created", "segment_created"]
    codes = [part for part in rows[0].parts if part.added]
    assert [label.name for label in codes[0].added] == ["Task force"]
    assert [label.name for label in codes[0].removed] == ["Innovation"]
