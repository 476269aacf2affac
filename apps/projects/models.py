"""A study, its members, and the log of everything that was changed in it."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.web.models import UUIDModel

# How long what was moved to the bin can be taken back.
TIME_IN_BIN = timedelta(days=30)


class Role(models.TextChoices):
    LEAD = "lead", _("Lead")
    CODER = "coder", _("Coder")
    SUPERVISOR = "supervisor", _("Supervisor")
    VIEWER = "viewer", _("Viewer")


class Project(UUIDModel):
    """One study."""

    name = models.CharField(_("Name"), max_length=200)
    description = models.TextField(_("Description"), blank=True)
    language = models.CharField(_("Language"), max_length=5, choices=settings.LANGUAGES, default="id")
    # Whether results count as provisional until a supervisor has judged what they are made of.
    review_required = models.BooleanField(_("Codings are to be reviewed"), default=True)
    # The last number given out in the activity log; see services.record.
    sequence = models.BigIntegerField(default=0, editable=False)
    # The number of the last change that was not a coding; see apps/coding/ground.py.
    structure = models.BigIntegerField(default=0, editable=False)
    # In the bin since then, and deleted for good thirty days later.
    binned = models.DateTimeField(null=True, editable=False)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership", related_name="projects")

    def __str__(self) -> str:
        return self.name

    @property
    def leaves(self) -> datetime | None:
        """When it is deleted for good, if nobody takes it back from the bin."""
        return self.binned + TIME_IN_BIN if self.binned else None


class Membership(UUIDModel):
    """A user in a project, with one role."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("Role"), max_length=12, choices=Role, default=Role.CODER)
    # How this member has arranged the workspace: {"pinned": [ids of codes]}. A matter of taste, so it is not logged.
    desk = models.JSONField(default=dict, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "user"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class Verb(models.TextChoices):
    """Everything that can happen in a project. The text completes “Rani …” in the activity list."""

    PROJECT_CREATED = "project_created", _("created the project")
    PROJECT_CHANGED = "project_changed", _("changed the project's settings")
    PROJECT_BINNED = "project_binned", _("moved the project to the bin")
    PROJECT_RESTORED = "project_restored", _("took the project back from the bin")
    MEMBER_ADDED = "member_added", _("added a member")
    MEMBER_CHANGED = "member_changed", _("changed a member's role")
    MEMBER_REMOVED = "member_removed", _("removed a member")
    OFFICE_CREATED = "office_created", _("added an office")
    OFFICE_CHANGED = "office_changed", _("changed an office")
    OFFICE_DELETED = "office_deleted", _("deleted an office")
    PARTICIPANT_CREATED = "participant_created", _("added a participant")
    PARTICIPANT_CHANGED = "participant_changed", _("changed a participant")
    PARTICIPANT_DELETED = "participant_deleted", _("deleted a participant")
    TRANSCRIPT_CREATED = "transcript_created", _("added a transcript")
    TRANSCRIPT_CHANGED = "transcript_changed", _("changed a transcript's details")
    TRANSCRIPT_BINNED = "transcript_binned", _("moved a transcript to the bin")
    TRANSCRIPT_RESTORED = "transcript_restored", _("took a transcript back from the bin")
    TRANSCRIPT_DELETED = "transcript_deleted", _("deleted a transcript for good")
    TRANSCRIPT_CORRECTED = "transcript_corrected", _("corrected a transcript")
    TRANSCRIPTS_CHANGED = "transcripts_changed", _("changed many transcripts' details")
    ATTRIBUTE_CREATED = "attribute_created", _("added an attribute")
    ATTRIBUTE_CHANGED = "attribute_changed", _("changed an attribute")
    ATTRIBUTE_DELETED = "attribute_deleted", _("deleted an attribute")
    ATTRIBUTES_IMPORTED = "attributes_imported", _("imported attributes")
    NAMES_LISTED = "names_listed", _("changed the list of names to hide")
    NAMES_HIDDEN = "names_hidden", _("replaced names by pseudonyms")
    PARTICIPANT_ERASED = "participant_erased", _("erased a participant")
    RECORDING_ADDED = "recording_added", _("added a recording")
    RECORDING_CHANGED = "recording_changed", _("changed a recording's details")
    RECORDING_REMOVED = "recording_removed", _("removed a recording")
    DIMENSION_CREATED = "dimension_created", _("added a dimension")
    DIMENSION_CHANGED = "dimension_changed", _("changed a dimension")
    DIMENSION_DELETED = "dimension_deleted", _("deleted a dimension")
    CODE_CREATED = "code_created", _("added a code")
    CODE_CHANGED = "code_changed", _("changed a code")
    CODE_DELETED = "code_deleted", _("deleted a code")
    CODES_MERGED = "codes_merged", _("merged codes")
    CODE_SPLIT = "code_split", _("split a code")
    CODE_MOVED = "code_moved", _("moved a code with its sub-codes")
    CODE_REMOVED = "code_removed", _("deleted a code with its codings")
    CODEBOOK_IMPORTED = "codebook_imported", _("imported codes")
    CODEBOOK_RESTORED = "codebook_restored", _("brought back a codebook version")
    CODEBOOK_FROZEN = "codebook_frozen", _("froze a codebook version")
    SEGMENT_CREATED = "segment_created", _("coded a passage")
    SEGMENT_CHANGED = "segment_changed", _("changed a coded passage")
    SEGMENT_DELETED = "segment_deleted", _("removed a coded passage")
    SEGMENTS_CREATED = "segments_created", _("coded many passages")
    DOUBT_DECIDED = "doubt_decided", _("decided where a coded passage belongs")
    MEMO_CREATED = "memo_created", _("wrote a memo")
    MEMO_CHANGED = "memo_changed", _("changed a memo")
    MEMO_DELETED = "memo_deleted", _("deleted a memo")
    VERDICT_GIVEN = "verdict_given", _("judged a coding")
    VERDICTS_GIVEN = "verdicts_given", _("judged many codings")
    VERDICT_WITHDRAWN = "verdict_withdrawn", _("withdrew a verdict")
    RETURN_ANSWERED = "return_answered", _("answered a returned coding")
    COMMENT_CREATED = "comment_created", _("wrote in a review thread")
    COMMENT_CHANGED = "comment_changed", _("changed what was written in a review thread")
    COMMENT_DELETED = "comment_deleted", _("deleted what was written in a review thread")
    THEME_SIGNED = "theme_signed", _("signed off a theme")
    SIGNOFF_WITHDRAWN = "signoff_withdrawn", _("withdrew a sign-off")
    QUERY_SAVED = "query_saved", _("saved a query")
    QUERY_CHANGED = "query_changed", _("changed a saved query")
    QUERY_DELETED = "query_deleted", _("deleted a saved query")
    WENT_BACK = "went_back", _("went back to an earlier point")
    UNDONE = "undone", _("took back a change")
    REDONE = "redone", _("made a change again")
    EXPORTED = "exported", _("exported data")


# Changes that leave codebook, transcripts, members and settings as they are.
CODING_VERBS = frozenset(
    {
        Verb.SEGMENT_CREATED,
        Verb.SEGMENT_CHANGED,
        Verb.SEGMENT_DELETED,
        Verb.SEGMENTS_CREATED,
        Verb.DOUBT_DECIDED,
        Verb.VERDICT_GIVEN,
        Verb.VERDICTS_GIVEN,
        Verb.VERDICT_WITHDRAWN,
        Verb.RETURN_ANSWERED,
        Verb.COMMENT_CREATED,
        Verb.COMMENT_CHANGED,
        Verb.COMMENT_DELETED,
    }
)


class Activity(models.Model):
    """One change: who, what, before, after, when. The audit trail, the source of undo, and the live feed."""

    id = models.BigAutoField(primary_key=True)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="activities")
    # Taken from the project's counter under its row lock: commits in order, so no reader skips one.
    sequence = models.BigIntegerField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    verb = models.CharField(max_length=24, choices=Verb)
    object_id = models.UUIDField()
    # What the object was called then, for the list of activities. Pseudonyms only.
    label = models.CharField(max_length=200, blank=True)
    # The transcript it happened in, if any.
    transcript = models.UUIDField(null=True)
    before: Any = models.JSONField(null=True)
    after: Any = models.JSONField(null=True)
    undoes = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    undone = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "sequence"], name="activity_in_order")]
        indexes = [
            # The latest change of somebody, in the project and in a transcript; all that was done to one thing.
            models.Index(fields=["project", "actor", "-sequence"], name="activity_of_actor"),
            models.Index(fields=["project", "transcript", "actor", "-sequence"], name="activity_in_transcript"),
            models.Index(fields=["project", "object_id", "-sequence"], name="activity_of_object"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb} {self.label}"
