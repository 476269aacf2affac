"""Passages and the codes people put on them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.codebook.models import Code
from apps.documents.models import Transcript, Turn, Version
from apps.projects.models import Project
from apps.web.models import UUIDModel


class Segment(UUIDModel):
    """A passage [start, end) of one version, marked by one coder. Offsets are code points, end exclusive."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="segments")
    # The transcript and the turn it starts in follow from the version; kept here because every count needs them.
    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="segments")
    version = models.ForeignKey(Version, on_delete=models.RESTRICT, related_name="segments")
    turn = models.ForeignKey(Turn, on_delete=models.RESTRICT, related_name="segments")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    # Which of the version's words it covers, [first, last): words covered by overlapping passages count once.
    first_word = models.PositiveIntegerField()
    last_word = models.PositiveIntegerField()
    coder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.RESTRICT, related_name="segments", verbose_name=_("Coder")
    )
    memo = models.TextField(_("Memo"), blank=True)

    class Meta:
        indexes = [
            # With `id`, codings are counted without reading the passages.
            models.Index(fields=["version", "start", "id"], name="segment_in_version"),
            # Few passages carry a memo, and the list of memos must not pass by all the others.
            models.Index(fields=["project", "-created", "id"], condition=~Q(memo=""), name="segment_with_memo"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="segment_not_empty"),
            # With the services' own check, this holds rule 1 of the domain: the quote is text[start:end].
            models.CheckConstraint(condition=Q(end=F("start") + Length("quote")), name="segment_quote_fits"),
        ]

    def __str__(self) -> str:
        return f"{self.start}–{self.end}"


class Coding(UUIDModel):
    """One code on one segment: the unit that is counted, reviewed and exported."""

    class State(models.TextChoices):
        OPEN = "open", _("Not reviewed")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned")
        REPLACED = "replaced", _("Replaced")

    # Rule 3 of the domain: what a count leaves out by default.
    REJECTED = (State.RETURNED, State.REPLACED)

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="codings")
    code = models.ForeignKey(Code, on_delete=models.RESTRICT, related_name="codings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.RESTRICT, related_name="codings")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["segment", "code"], name="coding_once")]
        indexes = [models.Index(fields=["segment", "state"], name="coding_states")]

    def __str__(self) -> str:
        return f"{self.code}"


class Doubt(UUIDModel):
    """A segment that a corrected transcript could not carry over by itself, until a person decides about it.

    The segment stays on the version it was made on; `version` is the newer text where it may belong.
    """

    class Kind(models.TextChoices):
        CHANGED = "changed", _("Words changed")
        AMBIGUOUS = "ambiguous", _("Several places")
        GONE = "gone", _("Words gone")

    class Decision(models.TextChoices):
        OPEN = "open", _("To decide")
        ACCEPTED = "accepted", _("Accepted")
        ADJUSTED = "adjusted", _("Adjusted")
        LEFT = "left", _("Left behind")

    # The segment stays on its old version, and a later correction may find its words.
    UNDECIDED = (Decision.OPEN, Decision.LEFT)

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="doubts")
    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="doubts")
    segment = models.OneToOneField(Segment, on_delete=models.CASCADE, related_name="doubt")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="doubts")
    kind = models.CharField(max_length=10, choices=Kind)
    # Where it may belong, best first: [[start, end, score from 0 to 1], …].
    candidates: Any = models.JSONField(default=list)
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["project", "decision"], name="doubt_in_project")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.segment_id}"

    @property
    def waits_for_words(self) -> bool:
        """Whether nobody is asked: it was left behind, or there is nothing to choose from."""
        return self.decision == self.Decision.LEFT or (self.decision, self.kind) == (self.Decision.OPEN, self.Kind.GONE)


class Memo(UUIDModel):
    """A note in Markdown about the project or one thing of it. The memo of a passage stands on its Segment.

    `about` is the id of the thing. It is no foreign key, save for transcripts: a code that is deleted comes back under
    the same id when that is undone, and finds its memos again. See docs/adr/0016-memos.md.
    """

    class Kind(models.TextChoices):
        PROJECT = "project", _("Project")
        OFFICE = "office", _("Office")
        PARTICIPANT = "participant", _("Participant")
        TRANSCRIPT = "transcript", _("Transcript")
        CODE = "code", _("Code")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="memos")
    kind = models.CharField(_("About"), max_length=12, choices=Kind)
    about = models.UUIDField()
    # What it was called when the memo was last written, for when it is gone.
    about_name = models.CharField(max_length=300, blank=True)
    # A memo on a transcript is in the bin with it, and leaves with it.
    transcript = models.ForeignKey(Transcript, null=True, on_delete=models.CASCADE, related_name="memos")
    title = models.CharField(_("Title"), max_length=200)
    text = models.TextField(_("Text"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.RESTRICT, related_name="memos", verbose_name=_("Author")
    )
    changed = models.DateTimeField(default=timezone.now, editable=False)
    # Counts the changes: whoever saves says which state they began from.
    version = models.PositiveIntegerField(default=1, editable=False)
    # Title and text without case and accents, for search.
    folded = models.TextField(editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["project", "-changed", "id"], name="memo_in_project"),
            models.Index(fields=["project", "about"], name="memo_about"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="transcript", transcript__isnull=False, about=F("transcript"))
                | (~Q(kind="transcript") & Q(transcript=None)),
                name="memo_transcript_fits",
            ),
            models.CheckConstraint(
                condition=Q(kind="project", about=F("project")) | ~Q(kind="project"), name="memo_project_fits"
            ),
        ]

    def __str__(self) -> str:
        return self.title
