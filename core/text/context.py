"""The words around a passage."""


def around(text: str, start: int, end: int, width: int) -> tuple[str, str]:
    """At most `width` characters on either side of [start, end), cut between words where the text goes on."""
    before, after = text[max(start - width, 0) : start], text[end : end + width]
    if start > width:
        before = "… " + before.partition(" ")[2]
    if end + width < len(text):
        after = after.rpartition(" ")[0] + " …"
    return before, after
