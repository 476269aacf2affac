"""Every change to memos that stand by themselves. The memo of a passage is changed with its segment."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.coding.above import rewriting
from apps.coding.memo_links import targets_of
from apps.coding.models import Memo
from apps.coding.patience import locked
from apps.coding.queries.memos import memo_state
from apps.projects.models import Activity, Project
from apps.projects.permissions import Permission
from apps.projects.queries import is_allowed
from apps.projects.services import LOGGED_AT_ONCE, Verb, record
from apps.web.errors import DomainError, Invalid, NotThere, Refused
from core.markdown import Ref, rewritten, to_words
from core.text.folding import fold

MOST_CHARACTERS = 50_000
TITLE_LENGTH = 200
# A title that nobody gave is the beginning of the text.
BORROWED_TITLE = 80
MEMO_VERBS = (Verb.MEMO_CREATED, Verb.MEMO_CHANGED, Verb.MEMO_DELETED)
WRITTEN = ("title", "text", "about_name")
State = dict[str, Any] | None


@transaction.atomic
def create_memo(
    *,
    project: Project,
    user: User,
    kind: str,
    about: UUID,
    title: str = "",
    text: str = "",
    memo_id: UUID | None = None,
) -> Memo:
    """Write a memo about the project or a thing of it. Without a title it takes its first words for one.

    `memo_id` is the client's own, so that what is sent twice is there once. Raises NotThere when the thing is not in
    the project, Invalid "empty_memo" or "memo_too_long".
    """
    if memo_id and (there := Memo.objects.filter(pk=memo_id, project=project, author=user).first()):
        return there
    memo = Memo(id=memo_id or uuid4(), project=project, kind=kind, about=about, author=user)
    memo.transcript_id = about if kind == Memo.Kind.TRANSCRIPT else None
    _name_what_it_is_about(memo)
    _write(memo, title, text)
    try:
        with transaction.atomic():
            memo.save(force_insert=True)
    except IntegrityError:
        raise DomainError("id_taken", _("This id is already in use. Nothing was changed.")) from None
    _log(project, user, Verb.MEMO_CREATED, memo, None, memo_state(memo))
    return memo


@transaction.atomic
def change_memo(
    *,
    project: Project,
    user: User,
    memo_id: UUID,
    version: int,
    title: str | None = None,
    text: str | None = None,
) -> Memo:
    """Write a memo anew; what is None stays. `version` is the one the writer began from.

    Raises DomainError "memo_changed" with the memo as it stands when somebody changed it meanwhile, Refused when it is
    another's and the writer may not EDIT_MEMOS.
    """
    memo = _own_memo(project, user, memo_id)
    before = memo_state(memo)
    _write(memo, memo.title if title is None else title, memo.text if text is None else text)
    if (memo.title, memo.text) == (before["title"], before["text"]):
        return memo
    if version != before["version"]:
        raise DomainError(
            "memo_changed",
            _("Somebody changed this memo since you opened it. Nothing was overwritten; choose what shall stand."),
            fields={"memo": before},
        )
    _name_what_it_is_about(memo, must_exist=False)
    memo.version += 1
    memo.changed = timezone.now()
    memo.save()
    _log(project, user, Verb.MEMO_CHANGED, memo, before, memo_state(memo))
    return memo


@transaction.atomic
def delete_memo(*, project: Project, user: User, memo_id: UUID) -> Activity:
    """Take a memo away. Undo brings it back."""
    memo = _own_memo(project, user, memo_id)
    before = memo_state(memo)
    memo.delete()
    memo.pk = memo_id
    return _log(project, user, Verb.MEMO_DELETED, memo, before, None)


def restore_memo(*, project: Project, memo_id: UUID, present: State, wanted: State) -> None:
    """Bring a memo from the state `present` to another; None means that it is not there. Under the project's lock.

    Raises DomainError "changed_since" when it was written anew since. What it is about may have moved since, when
    codes were merged, and stays moved.
    """
    memo = next(iter(locked(Memo.objects.filter(pk=memo_id, project=project))), None)
    now = (memo.title, memo.text) if memo else None
    if now != (present and (present["title"], present["text"])) or present == wanted:
        raise DomainError(
            "changed_since",
            _("This memo was changed since, so the older change cannot be taken back. Nothing was changed."),
        )
    if wanted is None:
        if memo:
            memo.delete()
        return
    memo = memo or _made_again(project, memo_id, wanted)
    memo.version += 1
    memo.changed, memo.about_name = datetime.fromisoformat(wanted["changed"]), wanted["about_name"]
    _write(memo, wanted["title"], wanted["text"])
    memo.save()


def hand_over_memos(
    project: Project, before: dict[str, Any], after: dict[str, Any], into: UUID
) -> tuple[dict[str, str], dict[str, str]]:
    """Give the memos about codes that `into` takes in to it; before and after are states of code_states.bring.

    Returns whose each was and whose it is now, for the log.
    """
    gone = [UUID(key) for key in before["codes"].keys() - after["codes"].keys()]
    memos = Memo.objects.filter(project=project, kind=Memo.Kind.CODE, about__in=gone)
    were = {str(pk): str(about) for pk, about in memos.values_list("pk", "about")}
    memos.update(about=into)
    return were, dict.fromkeys(were, str(into))


def move_memos(project: Project, present: dict[str, str], wanted: dict[str, str]) -> None:
    """Let memos be about the codes they were about; those that are gone or about something else by now are let be."""
    for pk, code in wanted.items():
        Memo.objects.filter(project=project, pk=pk, about=present[pk]).update(about=code)


# --- what must leave ----------------------------------------------------------------------------------------


def rewrite_memos(project: Project, rewrite: Callable[[str], str]) -> None:
    """Rewrite all memos, those in the bin too, and what the log keeps of them: names must leave the project.

    A page that shows the old words cannot be saved over the new ones.
    """

    def anew(words: str) -> str:
        return rewritten(words, rewrite)

    changed = []
    for memo in Memo.objects.select_for_update().filter(project=project):
        now = {field: anew(getattr(memo, field)) for field in WRITTEN}
        if now == {field: getattr(memo, field) for field in WRITTEN}:
            continue
        memo.title, memo.text, memo.about_name = now["title"][:TITLE_LENGTH], now["text"], now["about_name"][:300]
        memo.folded = fold(f"{memo.title}\n{memo.text}")
        memo.version += 1
        changed.append(memo)
    Memo.objects.bulk_update(changed, [*WRITTEN, "folded", "version"], batch_size=LOGGED_AT_ONCE)
    logged = list(_logged(project))
    for activity in logged:
        activity.label = anew(activity.label)[:200]
        for state in (activity.before, activity.after):
            if state:
                state.update({field: anew(state[field]) for field in WRITTEN})
    Activity.objects.bulk_update(logged, ["label", "before", "after"], batch_size=LOGGED_AT_ONCE)
    for rewrite_what_else_is_written in rewriting:
        rewrite_what_else_is_written(project, anew)


def forget_memos_about(project: Project, participant: UUID) -> int:
    """Delete the memos about a participant for good, and what the log keeps of them. Returns how many there were."""
    memos = Memo.objects.filter(project=project, kind=Memo.Kind.PARTICIPANT, about=participant)
    n = memos.count()
    for activity in _logged(project):
        if str(participant) in {(state or {}).get("about") for state in (activity.before, activity.after)}:
            activity.label, activity.before, activity.after = "", None, None
            activity.save(update_fields=["label", "before", "after"])
    memos.delete()
    return n


def _logged(project: Project) -> Any:
    return project.activities.filter(Q(verb__in=MEMO_VERBS) | Q(undoes__verb__in=MEMO_VERBS))


# --- steps --------------------------------------------------------------------------------------------------


def _own_memo(project: Project, user: User, memo_id: UUID) -> Memo:
    rows = Memo.objects.select_for_update(of=("self",)).filter(project=project, transcript__binned=None)
    memo = rows.filter(pk=memo_id).first()
    if memo is None:
        raise NotThere("no_such_memo", _("This memo is no longer there. Nothing was changed."))
    if memo.author_id != user.pk and not is_allowed(project, user, Permission.EDIT_MEMOS):
        raise Refused("not_yours", _("Somebody else wrote this memo. Write one of your own; nothing was changed."))
    return memo


def _name_what_it_is_about(memo: Memo, *, must_exist: bool = True) -> None:
    ref = Ref(memo.kind, memo.about)
    known = memo.kind in Memo.Kind.values and (memo.kind != Memo.Kind.PROJECT or memo.about == memo.project_id)
    target = targets_of(memo.project, [ref]).get(ref) if known else None
    if target:
        memo.about_name = target.name[:300]
    elif must_exist:
        raise NotThere("no_such_thing", _("What this memo is about is not in the project. Nothing was saved."))


def _write(memo: Memo, title: str, text: str) -> None:
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    title = " ".join(title.replace("\x00", "").split())
    if not title and not text:
        message = _("A memo needs a title or a text. Nothing was saved.")
        raise Invalid("empty_memo", message, fields={"text": message})
    if len(text) > MOST_CHARACTERS or len(title) > TITLE_LENGTH:
        message = _("A memo holds at most %(most)s characters, its title %(title)s. Nothing was saved.")
        message %= {"most": MOST_CHARACTERS, "title": TITLE_LENGTH}
        raise Invalid("memo_too_long", message, fields={"text": message})
    memo.text = text
    memo.title = title or _first_words(text)
    memo.folded = fold(f"{memo.title}\n{memo.text}")


def _first_words(text: str) -> str:
    line = text.partition("\n")[0]
    words = to_words(line, {}) or line
    return words if len(words) <= BORROWED_TITLE else words[: BORROWED_TITLE - 1].rstrip() + "…"


def _made_again(project: Project, memo_id: UUID, state: dict[str, Any]) -> Memo:
    return Memo(
        pk=memo_id,
        project=project,
        kind=state["kind"],
        about=UUID(state["about"]),
        transcript_id=UUID(state["about"]) if state["kind"] == Memo.Kind.TRANSCRIPT else None,
        author_id=UUID(state["author"]),
        created=datetime.fromisoformat(state["created"]),
        version=state["version"],
    )


def _log(project: Project, user: User, verb: Verb, memo: Memo, before: State, after: State) -> Activity:
    return record(
        project, user, verb, object_id=memo.pk, label=memo.title, transcript=memo.transcript_id,
        before=before, after=after,
    )  # fmt: skip
