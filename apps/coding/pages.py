"""Where one sees that a change was taken back."""

from typing import Any

from django.urls import reverse

from apps.projects.models import Project, Verb

PAGES = {
    Verb.TRANSCRIPTS_CHANGED: "documents:transcript_list",
    Verb.TRANSCRIPT_CREATED: "documents:transcript_list",
    Verb.TRANSCRIPT_CHANGED: "documents:transcript_list",
    Verb.ATTRIBUTES_IMPORTED: "documents:attribute_list",
}
BEGINNINGS = (
    (("code_", "codes_", "codebook_", "dimension_"), "codebook:codebook"),
    (("memo_",), "coding:memo_list"),
    (("office_",), "documents:office_list"),
    (("participant_",), "documents:participant_list"),
)


def page_of(project: Project, undone: dict[str, Any], outcome: dict[str, Any]) -> str:
    """The transcript, at the passage that is back; the codebook or a list; else the page of activities."""
    if undone["transcript"]:
        address = reverse("coding:workspace", args=[project.pk, undone["transcript"]])
        there = outcome["segments"]
        return f"{address}?segment={there[0]['id']}" if len(there) == 1 else address
    return reverse(page_name(undone["verb"]), args=[project.pk])


def page_name(verb: str) -> str:
    """The name of the page that shows what such a change is about, if it is no passage."""
    for beginnings, page in BEGINNINGS:
        if verb.startswith(beginnings):
            return page
    return PAGES.get(Verb(verb), "projects:activity_list")
