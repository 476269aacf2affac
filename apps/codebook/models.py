"""The codebook: families of codes, the code tree, and frozen versions of it."""

from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.projects.models import Project
from apps.web.models import UUIDModel


class Dimension(UUIDModel):
    """A family of codes read together, such as institutional pressure."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="dimensions")
    name = models.CharField(_("Name"), max_length=120)
    exclusive = models.BooleanField(
        _("Exclusive"), default=False, help_text=_("At most one of its codes on a passage by one coder.")
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="dimension_name_once")]

    def __str__(self) -> str:
        return self.name


class Code(UUIDModel):
    """A label for passages, with the definition that says when to use it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="codes")
    dimension = models.ForeignKey(
        Dimension, on_delete=models.RESTRICT, related_name="codes", verbose_name=_("Dimension")
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="children",
        verbose_name=_("Parent code"),
    )
    name = models.CharField(_("Name"), max_length=120)
    color = models.CharField(_("Colour"), max_length=7, validators=[RegexValidator(r"^#[0-9a-f]{6}$")])
    definition = models.TextField(_("Definition"), blank=True)
    include = models.TextField(_("When to use"), blank=True)
    exclude = models.TextField(_("When not to use"), blank=True)
    example = models.TextField(_("Example"), blank=True)
    counter_example = models.TextField(_("Counter-example"), blank=True)
    shortcut = models.CharField(_("Shortcut key"), max_length=1, blank=True)
    codable = models.BooleanField(
        _("Can be put on passages"),
        default=True,
        help_text=_("Off for a heading that only groups other codes."),
    )
    position = models.PositiveIntegerField(default=0)

    # Where it stands in the tree, and its stripe pattern; set by queries.codes_of.
    depth: int
    path: str
    pattern: int

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="code_name_once"),
            models.UniqueConstraint(
                fields=["dimension", "name"], condition=Q(parent=None), name="code_name_once_at_top"
            ),
            models.UniqueConstraint(
                fields=["project", "shortcut"], condition=~Q(shortcut=""), name="code_shortcut_once"
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="code_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name


class CodebookVersion(UUIDModel):
    """A frozen snapshot of the codebook, with a number and a note."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="codebook_versions")
    number = models.PositiveIntegerField()
    note = models.CharField(_("Note"), max_length=300, blank=True)
    snapshot: Any = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="codebook_version_once")]

    def __str__(self) -> str:
        return f"v{self.number}"
