"""Old versions may hold names that were replaced since: who may read them."""

from uuid import UUID

from django.utils.translation import gettext as _

from apps.coding import queries
from apps.projects.access import allows
from apps.projects.permissions import Permission
from apps.web.errors import Refused
from apps.web.http import ProjectRequest


def refuse_names(request: ProjectRequest, version: UUID) -> None:
    """Raise Refused "names_hidden" for a version with names, unless the member may see real names."""
    if not allows(request, Permission.SEE_REAL_NAMES) and queries.holds_names(request.project, version):
        raise Refused("names_hidden", _("This version holds names that were replaced by pseudonyms."))
