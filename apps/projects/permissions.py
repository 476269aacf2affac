"""Who may do what. The only place that names roles; everything else asks for a permission."""

from enum import Enum

from apps.projects.models import Role


class Permission(Enum):
    """What a member can be allowed to do. The text says what it opens."""

    VIEW = "Open the project: dashboard, transcripts, codebook, passages, activity."
    CODE = "Make, change and remove one's own segments, codings and memos."
    EDIT_DOCUMENTS = "Upload transcripts, edit offices, participants and metadata."
    EDIT_CODEBOOK = "Add and change dimensions, codes and definitions."
    WRITE_MEMOS = "Write memos, and change and delete one's own."
    EDIT_MEMOS = "Change and delete memos that others wrote."
    EXPORT = "Take coded data out of the project."
    REVIEW = "Judge codings and sign off themes."
    DISCUSS = "Write in review threads, and change and delete what one wrote."
    SAVE_QUERIES = "Save queries, share them, and change and delete one's own."
    SEE_REAL_NAMES = "See who stands behind a pseudonym."
    TAKE_BACK = "Take back what others did, and go back to an earlier point."
    MANAGE = "Change settings and members, and delete the project."


P = Permission
ROLE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.LEAD: frozenset(Permission),
    Role.CODER: frozenset(
        {P.VIEW, P.CODE, P.EDIT_DOCUMENTS, P.EDIT_CODEBOOK, P.WRITE_MEMOS, P.DISCUSS, P.SAVE_QUERIES, P.EXPORT}
    ),
    Role.SUPERVISOR: frozenset({P.VIEW, P.REVIEW, P.DISCUSS, P.WRITE_MEMOS, P.SAVE_QUERIES, P.EXPORT}),
    Role.VIEWER: frozenset({P.VIEW}),
}


def role_allows(role: str, permission: Permission) -> bool:
    return permission in ROLE_PERMISSIONS[role]
