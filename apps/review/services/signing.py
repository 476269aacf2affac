"""Signing off a theme: a code with its whole branch, as it is now."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.accounts.models import User
from apps.codebook.queries import codebook_version_number, codes_of, snapshot_of
from apps.codebook.services import freeze_codebook, lock_codebook
from apps.coding.queries import counted_codings
from apps.projects.models import Project
from apps.projects.services import Verb, record
from apps.review.models import Notification, SignOff
from apps.review.queries.signed import meaning, pack
from apps.review.queries.themes import Theme, branch_of, passages_of, theme
from apps.review.services.about import cleaned
from apps.review.services.notices import notify
from apps.web.errors import NotThere, Refused


@transaction.atomic
def sign_off(*, project: Project, user: User, code: UUID, remark: str = "", seen: str = "") -> SignOff:
    """Sign a theme off at the codebook version in force, frozen first when the codebook changed since the last one.

    `seen` is Theme.fingerprint of what was shown: Refused "changed_since_shown". Raises NotThere "no_such_code".
    """
    remark = cleaned(remark)
    lock_codebook(project)
    shown = theme(project, code)
    if seen and seen != shown.fingerprint:
        raise Refused(
            "changed_since_shown",
            _("The theme was changed since you saw it. Nothing was signed off; look at it again."),
            status=409,
            fields={"seen": shown.fingerprint},
        )
    signed = _signed(project, user, shown, remark, _version_in_force(project, user, shown))
    former = shown.signoff
    if former:
        _end(former)
    signed.save(force_insert=True)
    _tell(project, user, signed)
    _log(project, user, Verb.THEME_SIGNED, signed, former, signed)
    return signed


@transaction.atomic
def withdraw_signoff(*, project: Project, user: User, code: UUID) -> None:
    """Take the standing sign-off back. Raises NotThere "no_such_signoff"."""
    lock_codebook(project)
    former = SignOff.objects.filter(project=project, code=code, ended=None).first()
    if former is None:
        raise NotThere("no_such_signoff", _("This theme is not signed off. Nothing was changed."))
    _end(former)
    _log(project, user, Verb.SIGNOFF_WITHDRAWN, former, former, None)


def _signed(project: Project, user: User, shown: Theme, remark: str, version: int) -> SignOff:
    codes = codes_of(project)
    branch = branch_of(codes, shown.code.pk)
    return SignOff(
        project=project,
        code=shown.code.pk,
        code_name=shown.code.name,
        by=user,
        remark=remark,
        codebook_version=version,
        definition=shown.code.definition,
        by_office=[asdict(office) | {"office": str(office.office)} for office in shown.offices],
        codings=shown.codings,
        fingerprint=meaning(codes, branch),
        passages=pack(passages_of(project, branch)),
    )


def _version_in_force(project: Project, user: User, shown: Theme) -> int:
    """The number of the frozen version that says what the codebook says now."""
    newest = project.codebook_versions.order_by("-number").first()
    if newest and newest.snapshot == snapshot_of(project):
        return codebook_version_number(project)
    with override(project.language):
        note = _("For signing off %(code)s") % {"code": shown.code}
    return freeze_codebook(project=project, user=user, note=note).number


def _tell(project: Project, user: User, signed: SignOff) -> None:
    """Everybody whose codings were signed off."""
    branch = branch_of(codes_of(project), signed.code)
    coders = counted_codings(project, codes=branch).order_by().values_list("by", flat=True).distinct()
    notify(
        project=project, actor=user, users=set(coders), kind=Notification.Kind.SIGNED_OFF, about=signed.code
    )  # fmt: skip


def _end(signoff: SignOff) -> None:
    SignOff.objects.filter(pk=signoff.pk).update(ended=timezone.now())


def _log(
    project: Project, user: User, verb: Verb, about: SignOff, former: SignOff | None, now: SignOff | None
) -> None:  # fmt: skip
    before, after = (_state(each) for each in (former, now))
    record(project, user, verb, object_id=about.code, label=about.code_name, before=before, after=after)


def _state(signoff: SignOff | None) -> dict[str, Any]:
    return {"signoff": str(signoff.pk) if signoff else None}
