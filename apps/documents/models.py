"""Offices, the people interviewed, and what they said."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.jobs.models import Job
from apps.projects.models import Project
from apps.web.models import UUIDModel


class Office(UUIDModel):
    """The organisational unit that is compared. Offices nest: region, office, section."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="offices")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.RESTRICT, related_name="children")
    name = models.CharField(_("Name"), max_length=200)
    attributes: Any = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="office_name_once"),
            models.UniqueConstraint(
                fields=["project", "name"], condition=Q(parent=None), name="office_name_once_at_top"
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="office_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name


class Participant(UUIDModel):
    """A person interviewed. Everyone sees the pseudonym; the real name is for leads."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="participants")
    office = models.ForeignKey(Office, on_delete=models.RESTRICT, related_name="participants")
    pseudonym = models.CharField(_("Pseudonym"), max_length=120)
    real_name = models.CharField(_("Real name"), max_length=200, blank=True)
    attributes: Any = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["pseudonym"]
        constraints = [models.UniqueConstraint(fields=["project", "pseudonym"], name="participant_pseudonym_once")]

    def __str__(self) -> str:
        return self.pseudonym


class Transcript(UUIDModel):
    """One interview, focus group, observation note or document. Its words are in its current version."""

    class Kind(models.TextChoices):
        INTERVIEW = "interview", _("Interview")
        FOCUS_GROUP = "focus_group", _("Focus group")
        OBSERVATION = "observation", _("Observation")
        DOCUMENT = "document", _("Document")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="transcripts")
    office = models.ForeignKey(Office, on_delete=models.RESTRICT, related_name="transcripts", verbose_name=_("Office"))
    participants = models.ManyToManyField(
        Participant, related_name="transcripts", blank=True, verbose_name=_("Participants")
    )
    title = models.CharField(_("Title"), max_length=300)
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind, default=Kind.INTERVIEW)
    language = models.CharField(_("Language"), max_length=5, choices=settings.LANGUAGES, default="id")
    date = models.DateField(_("Date"), null=True, blank=True)
    attributes: Any = models.JSONField(default=dict, blank=True)
    current = models.OneToOneField(
        "Version", null=True, editable=False, on_delete=models.SET_NULL, related_name="current_of"
    )
    binned = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["title"]
        indexes = [models.Index(fields=["project", "binned"], name="transcript_in_project")]

    def __str__(self) -> str:
        return self.title

    @property
    def version_id(self) -> UUID:
        """The current version's identifier: a transcript has one from the transaction that makes it."""
        if self.current_id is None:
            raise LookupError(f"transcript {self.pk} has no version")
        return self.current_id


class Attribute(UUIDModel):
    """What is noted about each office, participant or transcript of a project, and what its values may be.

    The values stand in `attributes` of those rows, by the attribute's name.
    """

    class Subject(models.TextChoices):
        OFFICE = "office", _("Office")
        PARTICIPANT = "participant", _("Participant")
        TRANSCRIPT = "transcript", _("Transcript")

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        NUMBER = "number", _("Number")
        DATE = "date", _("Date")
        CHOICE = "choice", _("One of a list")
        YES_NO = "yes_no", _("Yes or no")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="attributes")
    subject = models.CharField(_("Belongs to"), max_length=12, choices=Subject)
    name = models.CharField(_("Name"), max_length=120)
    kind = models.CharField(_("Kind"), max_length=8, choices=Kind, default=Kind.TEXT)
    # The values of a list, in their order.
    choices: Any = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["subject", "name"]
        constraints = [models.UniqueConstraint(fields=["project", "subject", "name"], name="attribute_name_once")]

    def __str__(self) -> str:
        return self.name


class HiddenName(UUIDModel):
    """A line of the key list: a name that stands in transcripts, and what it is replaced by. For leads only."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="hidden_names")
    name = models.CharField(_("Name"), max_length=200)
    pseudonym = models.CharField(_("Pseudonym"), max_length=120)
    participant = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="hidden_names"
    )

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="hidden_name_once")]

    def __str__(self) -> str:
        return self.pseudonym


class Version(UUIDModel):
    """One immutable text of a transcript. Correcting a transcript makes another."""

    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    characters = models.PositiveIntegerField()
    # Words said: those inside turns, without speaker labels and timestamps.
    words = models.PositiveIntegerField()
    lines = models.PositiveIntegerField()
    # [[start, end, kind], …] beside the plain text: headings, bold, lists.
    formatting: Any = models.JSONField(default=list)
    # Where each page of a PDF begins in the text.
    pages: Any = models.JSONField(default=list)
    # How its turns were cut, so that the next version is cut alike: see core/text/rules.py.
    rules: Any = models.JSONField(default=dict)
    # What became of the passages of the version before: {"carried", "moved", "changed", "ambiguous", "gone"}.
    outcome: Any = models.JSONField(default=dict)
    encoding = models.CharField(max_length=40, blank=True)
    original = models.FileField(upload_to="originals/%Y/%m", max_length=255, blank=True)
    note = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # Holds names that a later version replaced by pseudonyms: shown to those who may see real names.
    named = models.BooleanField(default=False, editable=False)
    # When a participant's words were blackened here at their wish: the one change a text ever sees.
    redacted = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["transcript", "number"], name="version_number_once")]
        # The table of transcripts reads these numbers of every version, and must not pass by the texts for it.
        indexes = [models.Index(fields=["transcript", "id", "words", "number"], name="version_figures")]

    def __str__(self) -> str:
        return f"{self.transcript} v{self.number}"


class Sentences(models.Model):
    """Where the sentences of a version lie. Cut by a worker when first asked for; when it is gone, cut again."""

    version = models.OneToOneField(Version, primary_key=True, on_delete=models.CASCADE, related_name="sentences")
    # Of the transcript then: another language cuts otherwise.
    language = models.CharField(max_length=5)
    # For each sentence how far behind the end of the one before it begins, and how long it is: [gap, length, …].
    steps: Any = models.JSONField()

    class Meta:
        verbose_name_plural = "sentences"

    def __str__(self) -> str:
        return f"{len(self.steps) // 2} sentences"


class Turn(models.Model):
    """What one speaker says in one go: [start, end) of the version's text, without label and timestamp."""

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="turns")
    index = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    speaker = models.CharField(max_length=120, blank=True)
    participant = models.ForeignKey(Participant, null=True, on_delete=models.SET_NULL, related_name="turns")
    at_ms = models.PositiveIntegerField(null=True)
    words = models.PositiveIntegerField()
    # Asked by the interviewer: counts can leave it out.
    interviewer = models.BooleanField(default=False)

    class Meta:
        ordering = ["index"]
        constraints = [
            models.UniqueConstraint(fields=["version", "index"], name="turn_index_once"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="turn_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.index} {self.speaker}"


class Recording(UUIDModel):
    """The audio or video of a transcript. It lies among the files, never in the database."""

    transcript = models.OneToOneField(Transcript, on_delete=models.CASCADE, related_name="recording")
    file = models.FileField(upload_to="recordings/%Y/%m", max_length=255)
    filename = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    # Where 0:00 of the transcript's timestamps lies in the recording.
    offset_ms = models.IntegerField(_("Starts at"), default=0)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.filename

    @property
    def is_video(self) -> bool:
        """Whether there may be a picture: many a film holds only sound."""
        return self.content_type.startswith("video/")


class Upload(UUIDModel):
    """One file on its way to becoming a transcript: read by a job, previewed and confirmed by a person."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        READ = "read", _("To confirm")
        CONFIRMED = "confirmed", _("Imported")
        FAILED = "failed", _("Not read")
        # The text of a correction that waits for a person's word, beside the transcript it corrects.
        CORRECTION = "correction", _("Corrects a transcript")
        # Only in the batch's report from here on: their files are gone.
        UNPACKED = "unpacked", _("Unpacked")
        DISCARDED = "discarded", _("Removed")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="uploads")
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="uploads")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+", verbose_name=_("Office"))
    filename = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    file = models.FileField(upload_to="uploads/%Y/%m", max_length=255)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    error = models.TextField(blank=True)
    # What a person corrected of the guesses: the encoding, and how the turns are cut (core/text/rules.py).
    encoding = models.CharField(max_length=40, blank=True)
    rules: Any = models.JSONField(default=dict)
    # What the reader made of it, kept until confirmed: see services.read_upload.
    text = models.TextField(blank=True)
    report: Any = models.JSONField(default=dict)
    # Its formatting and turns, apart from the report because lists of uploads do without: see layouts.py.
    layout: Any = models.JSONField(default=dict)
    transcript = models.ForeignKey(Transcript, null=True, on_delete=models.SET_NULL, related_name="uploads")

    class Meta:
        ordering = ["created", "filename"]

    def __str__(self) -> str:
        return self.filename

    @property
    def folder(self) -> str:
        """Where it lay on its sender's disk or in an archive, as far as is known."""
        return self.filename.rpartition("/")[0]

    @property
    def name(self) -> str:
        """The file's name without folders."""
        return self.filename.rpartition("/")[2]


class IndexedVersion(models.Model):
    """That the words of a version are in the index. Only apps/documents/search/ writes this and the two below."""

    version = models.OneToOneField(Version, primary_key=True, on_delete=models.CASCADE, related_name="indexed")

    def __str__(self) -> str:
        return f"{self.version_id}"


class IndexedTurn(models.Model):
    """The words of a turn, or of a piece of a very long one, as they are searched: see docs/adr/0022-search.md.

    The database keeps the index itself beside this table: see the migration that made it.
    """

    id = models.BigAutoField(primary_key=True)
    # No foreign keys: an index is not part of what it indexes. What leaves takes its rows along by the version.
    project = models.UUIDField()
    turn = models.BigIntegerField()
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="indexed_turns")
    # " kami bekerja sama ": phrases are looked for in it.
    words = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["project", "id"], name="indexed_in_project")]

    def __str__(self) -> str:
        return self.words


class WordRoot(models.Model):
    """A word that stands in the index, by one of its possible roots; each word is one of its own roots."""

    id = models.BigAutoField(primary_key=True)
    root = models.CharField(max_length=60)
    word = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["root", "word"], name="word_root_once")]

    def __str__(self) -> str:
        return f"{self.root} {self.word}"
