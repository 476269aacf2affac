"""Every change of the coding app."""

from apps.coding.services.codebook import (
    Removed,
    Resolved,
    Restored,
    make_exclusive,
    remove_code,
    restore_codebook,
    use_as_example,
)
from apps.coding.services.corrections import Correction, correct_transcript
from apps.coding.services.doubts import ALIKE, accept_all, accept_doubt, adjust_doubt, count_alike, leave_doubt
from apps.coding.services.erasure import erase_participant, what_erasing_does
from apps.coding.services.memos import change_memo, create_memo, delete_memo
from apps.coding.services.names import hide_names, hide_names_in_memos, pseudonyms_of, start_hiding, tell_hidden
from apps.coding.services.recoding import Act, Change, Recoding, recode
from apps.coding.services.refactoring import (
    Refactoring,
    demote_code,
    merge_codes,
    promote_code,
    relocate_code,
    split_code,
)
from apps.coding.services.segments import (
    NewSegment,
    change_segment,
    place,
    put_many_segments,
    put_segment,
    remove_segment,
)

__all__ = [
    "ALIKE",
    "Act",
    "Change",
    "Correction",
    "NewSegment",
    "Recoding",
    "Refactoring",
    "Removed",
    "Resolved",
    "Restored",
    "accept_all",
    "accept_doubt",
    "adjust_doubt",
    "change_memo",
    "change_segment",
    "correct_transcript",
    "count_alike",
    "create_memo",
    "delete_memo",
    "demote_code",
    "erase_participant",
    "hide_names",
    "hide_names_in_memos",
    "leave_doubt",
    "make_exclusive",
    "merge_codes",
    "place",
    "promote_code",
    "pseudonyms_of",
    "put_many_segments",
    "put_segment",
    "recode",
    "relocate_code",
    "remove_code",
    "remove_segment",
    "restore_codebook",
    "split_code",
    "start_hiding",
    "tell_hidden",
    "use_as_example",
    "what_erasing_does",
]
