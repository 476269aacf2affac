"""The pages of the coding app."""

from apps.coding.views.codebook_changes import code_place, code_remove, codebook_restore, dimension_exclusive
from apps.coding.views.doubts import doubt_accept_all, doubt_decide, doubt_detail, doubt_list, doubt_undo
from apps.coding.views.histories import activity_detail, code_history, go_back, transcript_history
from apps.coding.views.memos import (
    memo_create,
    memo_delete,
    memo_detail,
    memo_edit,
    memo_list,
    memo_preview,
    memo_undo,
)
from apps.coding.views.names import (
    name_delete,
    name_edit,
    name_list,
    names_hide,
    names_preview,
    participant_erase,
)
from apps.coding.views.passages_page import code_example, code_passages
from apps.coding.views.refactoring import code_merge, code_relocate, code_shift, code_split
from apps.coding.views.structure_page import structure_edit
from apps.coding.views.turns import turn_edit
from apps.coding.views.undoing import change_redo, change_undo
from apps.coding.views.versions import (
    transcript_correct,
    version_detail,
    version_diff,
    version_list,
    version_original,
)
from apps.coding.views.workspace_page import code_families, segment_detail, workspace

__all__ = [
    "activity_detail",
    "change_redo",
    "change_undo",
    "code_example",
    "code_families",
    "code_history",
    "code_merge",
    "code_passages",
    "code_place",
    "code_relocate",
    "code_remove",
    "code_shift",
    "code_split",
    "codebook_restore",
    "dimension_exclusive",
    "doubt_accept_all",
    "doubt_decide",
    "doubt_detail",
    "doubt_list",
    "doubt_undo",
    "go_back",
    "memo_create",
    "memo_delete",
    "memo_detail",
    "memo_edit",
    "memo_list",
    "memo_preview",
    "memo_undo",
    "name_delete",
    "name_edit",
    "name_list",
    "names_hide",
    "names_preview",
    "participant_erase",
    "segment_detail",
    "structure_edit",
    "transcript_correct",
    "transcript_history",
    "turn_edit",
    "version_detail",
    "version_diff",
    "version_list",
    "version_original",
    "workspace",
]
