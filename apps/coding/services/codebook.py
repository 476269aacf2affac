"""Changes of the codebook that passages feel: a used code deleted, a version brought back, a dimension made exclusive.

Like merging and splitting, each says before what it will do (`dry_run`), keeps the codebook as a version, and can be
undone whole.
"""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.codebook.queries import get_code, get_dimension, get_version
from apps.codebook.services import change_code
from apps.coding.queries.code_passages import get_counted_coding
from apps.coding.queries.removing import Removal, Resolution, check_keep, plan_exclusive, plan_remove
from apps.coding.queries.returning import Return, plan_return
from apps.coding.services.carrying_out import carry_out
from apps.projects.models import Project
from apps.projects.services import Verb
from apps.web.errors import Invalid

# What a passage can be used as.
EXAMPLES = ("example", "counter_example")


@dataclass(frozen=True)
class Removed:
    """What deleting a code takes away, or took; then with the version frozen before it and its activity."""

    plan: Removal
    version: int | None = None
    activity: int | None = None


@dataclass(frozen=True)
class Resolved:
    plan: Resolution
    version: int | None = None
    activity: int | None = None


@dataclass(frozen=True)
class Restored:
    plan: Return
    version: int | None = None
    activity: int | None = None


def remove_code(*, project: Project, user: User, code: UUID, dry_run: bool = False) -> Removed:
    """Delete a code with all below it and all their codings. Passages stay, even those that carry nothing else.

    Raises NotThere.
    """
    leaving = get_code(project, code)
    if dry_run:
        return Removed(plan_remove(project, code=code))
    with override(project.language):
        note = _("Before deleting %(code)s") % {"code": leaving}
    done = carry_out(
        project=project, user=user, plan=lambda: plan_remove(project, code=code),
        verb=Verb.CODE_REMOVED, object_id=code, note=note, label=leaving.name,
    )  # fmt: skip
    return Removed(*done)


def make_exclusive(*, project: Project, user: User, dimension: UUID, keep: str, dry_run: bool = False) -> Resolved:
    """Let every passage keep one code of the dimension a coder, and make the dimension exclusive.

    `keep` is "newest", "first" or the id of the code that stays wherever somebody put it. Raises Invalid
    "invalid_keep", "nothing_moves" when it is exclusive already.
    """
    found = get_dimension(project, dimension)
    check_keep(found, keep)
    if dry_run:
        return Resolved(plan_exclusive(project, found, keep=keep))
    with override(project.language):
        note = _("Before making %(dimension)s exclusive") % {"dimension": found}
    done = carry_out(
        project=project, user=user, plan=lambda: plan_exclusive(project, found, keep=keep),
        verb=Verb.DIMENSION_CHANGED, object_id=found.pk, note=note, label=found.name,
    )  # fmt: skip
    return Resolved(*done)


def restore_codebook(*, project: Project, user: User, number: int, dry_run: bool = False) -> Restored:
    """Bring a frozen version back as far as no coding is lost.

    Raises NotThere, Invalid "nothing_moves" when the codebook stands so already.
    """
    version = get_version(project, number)
    if dry_run:
        return Restored(plan_return(project, version))
    with override(project.language):
        note = _("Before bringing back version %(number)s") % {"number": number}
    done = carry_out(
        project=project, user=user, plan=lambda: plan_return(project, version),
        verb=Verb.CODEBOOK_RESTORED, object_id=version.pk, note=note, label=str(version),
    )  # fmt: skip
    return Restored(*done)


def use_as_example(*, project: Project, user: User, code: UUID, coding: UUID, field: str) -> Code:
    """Put a passage's words, and where they come from, behind a code's examples or counter-examples (`field`).

    Only from current texts, which hold pseudonyms. Raises NotThere, Invalid "invalid_field".
    """
    if field not in EXAMPLES:
        raise Invalid("invalid_field", _("A passage can be an example or a counter-example. Nothing was changed."))
    found, segment = get_code(project, code), get_counted_coding(project, coding).segment
    speaker = segment.turn.participant or segment.turn.speaker
    source = ", ".join(filter(None, [segment.transcript.title, str(speaker)]))
    said = f"“{segment.quote}” ({source})"
    words = "\n\n".join(filter(None, [getattr(found, field), said]))
    return change_code(project=project, user=user, code=found, **{field: words})
