"""Passages and the codes people put on them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
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
        indexes = [models.Index(fields=["version", "start"], name="segment_in_version")]
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

    def __str__(self) -> str:
        return f"{self.code}"
