"""The codebook's pages: the tree with something beside it, its versions, and the making of a project."""

from apps.codebook.views.beginning import codebook, project_create, template_apply
from apps.codebook.views.codes import code_add, code_delete, code_detail, code_edit, code_move
from apps.codebook.views.dimensions import dimension_add, dimension_delete, dimension_edit
from apps.codebook.views.versions import codebook_diff, codebook_freeze, codebook_version, codebook_versions

__all__ = [
    "code_add",
    "code_delete",
    "code_detail",
    "code_edit",
    "code_move",
    "codebook",
    "codebook_diff",
    "codebook_freeze",
    "codebook_version",
    "codebook_versions",
    "dimension_add",
    "dimension_delete",
    "dimension_edit",
    "project_create",
    "template_apply",
]
