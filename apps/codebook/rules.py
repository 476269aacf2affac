"""What no codebook may hold. Services call these under the project's lock, before they save."""

import re

from django.utils.translation import gettext as _

from apps.codebook import queries
from apps.codebook.models import Code, Dimension
from apps.web.errors import DomainError, Invalid
from core.codetree import would_cycle

# The workspace's own keys are j k n p c m x u r v s t g f ? / [ ] and cannot be given to codes.
SHORTCUTS = "123456789abdehiloqwyz"
LONGEST_NAME = 120
COLOR = re.compile(r"#[0-9a-f]{6}")


def check_code(code: Code) -> None:
    """Bring a code's words into their stored form, and refuse a bad name, colour, parent or key.

    Raises Invalid for what can never be, DomainError for what another code has; `fields` names the field.
    """
    for field in ("name", *queries.TEXTS):
        setattr(code, field, getattr(code, field).strip())
    code.color, code.shortcut = code.color.lower(), code.shortcut.lower()
    if not code.name or len(code.name) > LONGEST_NAME:
        message = _("A code needs a name of at most %(most)s characters.")
        raise _wrong("name", message % {"most": LONGEST_NAME})
    if not COLOR.fullmatch(code.color):
        raise _wrong("color", _("A colour is written as # and six digits 0–9 or a–f, such as #007cb7."))
    _check_parent(code)
    if any(each.name == code.name for each in queries.siblings_of(code)):
        raise _taken("name", _("There is already a code called “%(name)s” here.") % {"name": code.name})
    _check_shortcut(code)


def _check_parent(code: Code) -> None:
    if code.parent is None:
        return
    if code.parent.project_id != code.project_id or code.parent.dimension_id != code.dimension_id:
        raise _wrong("parent", _("A code and its parent belong to the same dimension."))
    if would_cycle(queries.parents_of(code.project), code.pk, code.parent_id):
        raise _wrong("parent", _("“%(name)s” cannot stand below itself.") % {"name": code.name})


def _check_shortcut(code: Code) -> None:
    if not code.shortcut:
        return
    if code.shortcut not in SHORTCUTS or len(code.shortcut) > 1:
        message = _("“%(key)s” cannot be the key of a code. These can: %(free)s.")
        raise _wrong("shortcut", message % {"key": code.shortcut, "free": " ".join(SHORTCUTS)})
    other = code.project.codes.filter(shortcut=code.shortcut).exclude(pk=code.pk).first()
    if other:
        message = _("“%(key)s” is the key of “%(code)s”.")
        raise _taken("shortcut", message % {"key": code.shortcut, "code": other})


def check_no_codings(code: Code) -> None:
    """A heading is on no passage."""
    codings = queries.usage_of(code).codings
    if codings:
        raise DomainError(
            "code_in_use",
            _("“%(name)s” is on %(count)s passages and cannot become a heading.")
            % {"name": code.name, "count": codings},
            fields={"codings": codings},
        )


def check_unused(code: Code) -> None:
    """Only a code without codings and sub-codes may go."""
    usage = queries.usage_of(code)
    if usage.is_used:
        message = _("“%(name)s” has %(codings)s codings and %(children)s sub-codes. Nothing was deleted.")
        numbers = {"codings": usage.codings, "children": usage.children}
        raise DomainError("code_in_use", message % {"name": code.name, **numbers}, fields=numbers)


def check_dimension(dimension: Dimension) -> None:
    """Refuse a bad name, and exclusive where passages carry two of its codes."""
    dimension.name = dimension.name.strip()
    if not dimension.name or len(dimension.name) > LONGEST_NAME:
        message = _("A dimension needs a name of at most %(most)s characters.")
        raise _wrong("name", message % {"most": LONGEST_NAME})
    if dimension.project.dimensions.filter(name=dimension.name).exclude(pk=dimension.pk).exists():
        raise _taken("name", _("There is already a dimension called “%(name)s”.") % {"name": dimension.name})
    passages = queries.violations_of(dimension) if dimension.exclusive else 0
    if passages:
        raise DomainError(
            "dimension_not_exclusive",
            _("%(count)s passages carry two or more codes of “%(name)s”. Take the extra codes away first.")
            % {"count": passages, "name": dimension.name},
            fields={"passages": passages},
        )


def check_empty(dimension: Dimension) -> None:
    """Only a dimension without codes may go."""
    codes = dimension.codes.count()
    if codes:
        raise DomainError(
            "dimension_in_use",
            _("“%(name)s” has %(count)s codes. Delete them first; nothing was changed.")
            % {"name": dimension.name, "count": codes},
            fields={"codes": codes},
        )


def _wrong(field: str, message: str) -> Invalid:
    return Invalid(f"invalid_{field}", message, fields={field: message})


def _taken(field: str, message: str) -> DomainError:
    return DomainError(f"{field}_taken", message, fields={field: message})
