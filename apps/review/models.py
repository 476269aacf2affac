"""What supervisors say of codings and themes, what is said back, and who has to be told."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.documents.models import Transcript, Version
from apps.projects.models import Project
from apps.web.models import UUIDModel


class OfCoding(UUIDModel):
    """What is about one coding.

    `coding` is no foreign key: a coding that is removed comes back under the same id when that is undone and finds
    its review again, and the supervision log keeps what was said of one that is gone.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="+")
    segment = models.UUIDField()
    coding = models.UUIDField()

    class Meta:
        abstract = True


class Verdict(OfCoding):
    """A supervisor's word on one coding, with what was judged. The latest that stands is the coding's state."""

    class State(models.TextChoices):
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned")
        REPLACED = "replaced", _("Another code suggested")

    state = models.CharField(max_length=10, choices=State)
    reason = models.TextField(_("Reason"), blank=True)
    # The code suggested instead; no foreign key, because codes are merged and deleted.
    suggested = models.UUIDField(null=True)
    suggested_name = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.RESTRICT, related_name="verdicts")
    # Whose coding it was.
    coder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.RESTRICT, related_name="+")
    # What was judged: the code and the passage as they were then. The text of a version never changes.
    code = models.UUIDField()
    code_name = models.CharField(max_length=200)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    # Of the quote: a passage that a correction carried over with its words is still what was judged.
    quote_hash = models.CharField(max_length=64)
    # 0 when none was frozen yet.
    codebook_version = models.PositiveIntegerField(default=0)
    # A newer verdict on the same coding took its place, or it was withdrawn or undone; it stays in the log.
    ended = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["coding", "-created"], name="verdict_of_coding"),
            models.Index(fields=["project", "-created", "id"], name="verdict_in_project"),
            models.Index(fields=["project", "coder", "state"], condition=Q(ended=None), name="verdict_for_coder"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["coding"], condition=Q(ended=None), name="one_verdict_stands"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="verdict_not_on_nothing"),
            models.CheckConstraint(condition=~Q(state="returned") | ~Q(reason=""), name="returned_with_a_reason"),
            models.CheckConstraint(
                condition=~Q(state="replaced") | Q(suggested__isnull=False), name="replaced_by_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.code_name}"


class Comment(OfCoding):
    """One entry in the thread of a coding. An answer is what a coder says or did about a returned coding."""

    class Kind(models.TextChoices):
        COMMENT = "comment", _("Comment")
        # The coder stands by the coding, and says why: it waits for the supervisor again.
        STANDS = "stands", _("Stands by it")
        # The coder did what was asked: changed the passage or took the suggested code.
        DONE = "done", _("Done as asked")

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.COMMENT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.RESTRICT, related_name="review_comments")
    text = models.TextField(_("Text"), blank=True)
    # Ids of the members it calls by name, as text.
    mentions: Any = models.JSONField(default=list)
    changed = models.DateTimeField(null=True)
    # The verdict it answers, for answers.
    verdict = models.ForeignKey(Verdict, null=True, on_delete=models.SET_NULL, related_name="answers")

    class Meta:
        indexes = [
            models.Index(fields=["coding", "created"], name="comment_of_coding"),
            models.Index(fields=["project", "-created", "id"], name="comment_in_project"),
        ]

    def __str__(self) -> str:
        return self.text[:60] or self.get_kind_display()


class SignOff(UUIDModel):
    """A supervisor's word on a theme: a code with all its passages, as both were then."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="signoffs")
    # No foreign key: what was signed off stays in the log when the code is merged or deleted.
    code = models.UUIDField()
    code_name = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.RESTRICT, related_name="signoffs")
    remark = models.TextField(_("Remark"), blank=True)
    codebook_version = models.PositiveIntegerField()
    # The definition as it was then.
    definition = models.TextField(blank=True)
    # What was counted then: [{"office": id, "name": …, "codings": n, "participants": n}, …].
    by_office: Any = models.JSONField(default=list)
    codings = models.PositiveIntegerField()
    # Of what the code and those below it meant then: tells whether a definition changed since.
    fingerprint = models.CharField(max_length=64)
    # Each coding's id, and eight bytes of the hash of its code and words: tells which came, went or changed since.
    passages = models.BinaryField(default=bytes)
    ended = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["project", "code", "-created"], name="signoff_of_code")]
        constraints = [models.UniqueConstraint(fields=["code"], condition=Q(ended=None), name="one_signoff_stands")]

    def __str__(self) -> str:
        return self.code_name


class Notification(UUIDModel):
    """Something a member should know: shown in the page, and sent by e-mail to those who ask for it."""

    class Kind(models.TextChoices):
        RETURNED = "returned", _("returned a coding of yours")
        REPLACED = "replaced", _("suggested another code for a coding of yours")
        ANSWERED = "answered", _("answered a coding you returned")
        COMMENTED = "commented", _("wrote in a thread you take part in")
        MENTIONED = "mentioned", _("mentioned you")
        SIGNED_OFF = "signed_off", _("signed off a theme")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    # The coding it is about, or for SIGNED_OFF the code.
    about = models.UUIDField()
    # A notice of a transcript that leaves leaves with it.
    transcript = models.ForeignKey(Transcript, null=True, on_delete=models.CASCADE, related_name="+")
    # How often the same was done since it was last read.
    times = models.PositiveIntegerField(default=1)
    read = models.DateTimeField(null=True)
    mailed = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "read", "-created"], name="notification_of_user")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "about"], condition=Q(read=None), name="told_once_until_read"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}"
