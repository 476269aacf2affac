"""The e-mail of notices: counts, codes and titles of transcripts, with pseudonyms only and no word of a passage."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import ngettext, override

from apps.accounts.models import User
from apps.projects.models import Project
from apps.review.models import Notification
from apps.review.queries.notices import Told, told
from apps.review.services.digests import stop_ticket

Kind = Notification.Kind
MOST_CODES = 8
LONGEST_TITLE = 80


@dataclass(frozen=True)
class Line:
    """One sentence, who did it, and where the reader deals with it."""

    sentence: str
    people: str
    address: str


def send_mail_of_notices(user: User, notices: list[Notification]) -> None:
    """Give one e-mail to the mail server. Raises OSError or SMTPException."""
    with override(user.language or settings.LANGUAGE_CODE):
        mail_of_notices(user, notices).send()


def mail_of_notices(user: User, notices: list[Notification]) -> EmailMultiAlternatives:
    """The e-mail in the language in force."""
    stop = settings.SITE_URL + reverse("review:digest_stop", args=[stop_ticket(user)])
    context = {
        "reader": user,
        "count": len(notices),
        "projects": _by_project(told(notices)),
        "all_notices": settings.SITE_URL + reverse("review:notice_list"),
        "preferences": settings.SITE_URL + reverse("accounts:preferences"),
        "stop": stop,
        "is_weekly": user.digest == User.Digest.WEEKLY,
    }
    subject = ngettext("%(count)s notice in Benang", "%(count)s notices in Benang", len(notices))
    mail = EmailMultiAlternatives(
        subject % {"count": len(notices)},
        render_to_string("review/mail_digest.txt", context),
        to=[user.email],
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string("review/mail_digest.html", context), "text/html")
    return mail


def _by_project(notices: Iterable[Told]) -> list[tuple[Project, list[Line]]]:
    """A line for each kind of notice in each transcript, by project, newest first."""
    projects: dict[Project, dict[tuple[str, str], list[Told]]] = defaultdict(lambda: defaultdict(list))
    for each in notices:
        title = each.notice.transcript.title if each.notice.transcript else ""
        projects[each.notice.project][each.notice.kind, title].append(each)
    return [
        (project, [_line(kind, title, those) for (kind, title), those in groups.items()])
        for project, groups in projects.items()
    ]


def _line(kind: str, title: str, those: list[Told]) -> Line:
    codes = Counter(each.code for each in those if each.code)
    often = sorted(codes.items(), key=lambda row: (-row[1], row[0]))[:MOST_CODES]
    said = [f"{code} ({n})" if n > 1 else code for code, n in often]
    words = {
        "n": len(those),
        "transcript": Truncator(title).chars(LONGEST_TITLE) or "–",
        "codes": ", ".join([*said, *(["…"] if len(codes) > MOST_CODES else [])]) or "–",
    }
    people = sorted({str(each.notice.actor) for each in those})
    return Line(SENTENCES[kind](len(those)) % words, ", ".join(people), settings.SITE_URL + _address(those))


def _address(those: list[Told]) -> str:
    """The thing itself where the line is about one, else the list of the reader's notices."""
    return those[0].address if len(those) == 1 and those[0].address else reverse("review:notice_list")


SENTENCES: dict[str, Callable[[int], str]] = {
    Kind.RETURNED: lambda n: ngettext(
        "%(n)s coding of yours was returned in “%(transcript)s”: %(codes)s",
        "%(n)s codings of yours were returned in “%(transcript)s”: %(codes)s",
        n,
    ),
    Kind.REPLACED: lambda n: ngettext(
        "Another code is suggested for %(n)s coding of yours in “%(transcript)s”: %(codes)s",
        "Other codes are suggested for %(n)s codings of yours in “%(transcript)s”: %(codes)s",
        n,
    ),
    Kind.ANSWERED: lambda n: ngettext(
        "%(n)s coding you returned was answered in “%(transcript)s”: %(codes)s",
        "%(n)s codings you returned were answered in “%(transcript)s”: %(codes)s",
        n,
    ),
    Kind.COMMENTED: lambda n: ngettext(
        "There is news in %(n)s thread you take part in, in “%(transcript)s”: %(codes)s",
        "There is news in %(n)s threads you take part in, in “%(transcript)s”: %(codes)s",
        n,
    ),
    Kind.MENTIONED: lambda n: ngettext(
        "You were mentioned in %(n)s thread in “%(transcript)s”: %(codes)s",
        "You were mentioned in %(n)s threads in “%(transcript)s”: %(codes)s",
        n,
    ),
    Kind.SIGNED_OFF: lambda n: ngettext(
        "%(n)s theme was signed off: %(codes)s", "%(n)s themes were signed off: %(codes)s", n
    ),
}
