"""The rules of the domain that can be checked over stored data, each as a function that names what breaks it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from apps.codebook.models import Code
from apps.coding.models import Coding, Doubt, Memo, Segment
from apps.documents.models import Office, Participant, Transcript, Turn, Version
from apps.projects.models import Project
from core.text.normalise import text_hash

ROWS_AT_ONCE = 500


def quotes_are_the_words_between_the_offsets() -> Iterator[str]:
    for version in Version.objects.filter(segments__isnull=False).distinct().iterator(ROWS_AT_ONCE):
        for pk, start, end, quote in version.segments.values_list("pk", "start", "end", "quote"):
            if version.text[start:end] != quote:
                yield f"segment {pk} does not quote [{start}, {end}) of version {version.pk}"


def texts_never_changed() -> Iterator[str]:
    for version in Version.objects.iterator(ROWS_AT_ONCE):
        if text_hash(version.text) != version.sha256 or len(version.text) != version.characters:
            yield f"version {version.pk} no longer is the text it was made with"


def turns_lie_in_their_text_in_order() -> Iterator[str]:
    for turn in Turn.objects.filter(end__gt=F("version__characters")).values_list("pk", flat=True):
        yield f"turn {turn} ends beyond its text"
    reached: tuple[object, int] = (None, 0)
    for pk, version, start, end in Turn.objects.order_by("version", "index").values_list(
        "pk", "version", "start", "end"
    ):
        if version == reached[0] and start < reached[1]:
            yield f"turn {pk} begins before the one before it ends"
        reached = (version, end)


def segments_belong_where_they_say() -> Iterator[str]:
    strays = Segment.objects.exclude(
        project=F("transcript__project"), transcript=F("version__transcript"), version=F("turn__version")
    )
    for pk in strays.values_list("pk", flat=True):
        yield f"segment {pk}, its transcript, version and turn do not belong together"


def codings_stay_in_their_project() -> Iterator[str]:
    for pk in Coding.objects.exclude(code__project=F("segment__project")).values_list("pk", flat=True):
        yield f"coding {pk} uses a code of another project"


def exclusive_dimensions_are_exclusive() -> Iterator[str]:
    codings = Coding.objects.filter(code__dimension__exclusive=True).values("segment", "code__dimension", "by")
    for each in codings.annotate(n=Count("pk")).filter(n__gt=1):
        yield f"segment {each['segment']} carries {each['n']} codes of exclusive dimension {each['code__dimension']}"


def transcripts_show_their_newest_version() -> Iterator[str]:
    newest = Transcript.objects.annotate(newest=Max("versions__number"))
    for pk in newest.filter(Q(current=None) | ~Q(current__number=F("newest"))).values_list("pk", flat=True):
        yield f"transcript {pk} does not show its newest version"


def passages_on_older_versions_are_asked_about() -> Iterator[str]:
    older = Segment.objects.exclude(version=F("transcript__current"))
    for pk in older.exclude(doubt__decision__in=Doubt.UNDECIDED).values_list("pk", flat=True):
        yield f"segment {pk} stands on an older version, and nobody is asked about it"


def doubts_lead_from_an_older_version_to_a_newer() -> Iterator[str]:
    fits = Q(project=F("segment__project"), transcript=F("segment__transcript"), version__transcript=F("transcript"))
    for pk in Doubt.objects.exclude(fits).values_list("pk", flat=True):
        yield f"doubt {pk}, its segment, transcript and version do not belong together"
    undecided = Doubt.objects.filter(decision__in=Doubt.UNDECIDED)
    for pk in undecided.exclude(version__number__gt=F("segment__version__number")).values_list("pk", flat=True):
        yield f"doubt {pk} leads to a version that is no newer than its segment's"
    open_ones = Doubt.objects.filter(decision=Doubt.Decision.OPEN)
    for pk in open_ones.exclude(version=F("transcript__current")).values_list("pk", flat=True):
        yield f"doubt {pk} asks about a version that is no longer current"


def doubts_propose_places_in_their_text() -> Iterator[str]:
    for pk, candidates, length in Doubt.objects.values_list("pk", "candidates", "version__characters"):
        if not all(0 <= start < end <= length and 0 <= score <= 1 for start, end, score in candidates):
            yield f"doubt {pk} proposes what is no passage of its version"


def memos_are_about_their_own_project() -> Iterator[str]:
    things: dict[str, QuerySet[Any]] = {
        "office": Office.objects.all(), "participant": Participant.objects.all(),
        "transcript": Transcript.objects.all(), "code": Code.objects.all(),
    }  # fmt: skip
    for kind, rows in things.items():
        elsewhere = rows.filter(pk=OuterRef("about")).exclude(project=OuterRef("project"))
        for pk in Memo.objects.filter(Exists(elsewhere), kind=kind).values_list("pk", flat=True):
            yield f"memo {pk} is about something of another project"


def activity_is_numbered_without_gaps() -> Iterator[str]:
    counted = Project.objects.annotate(n=Count("activities"), last=Max("activities__sequence"))
    for project in counted.exclude(n=F("sequence"), last=F("sequence")):
        yield f"project {project.pk} counts {project.sequence} changes and logs {project.n}"


RULES: list[Callable[[], Iterator[str]]] = [
    quotes_are_the_words_between_the_offsets,
    texts_never_changed,
    turns_lie_in_their_text_in_order,
    segments_belong_where_they_say,
    codings_stay_in_their_project,
    exclusive_dimensions_are_exclusive,
    transcripts_show_their_newest_version,
    passages_on_older_versions_are_asked_about,
    doubts_lead_from_an_older_version_to_a_newer,
    doubts_propose_places_in_their_text,
    memos_are_about_their_own_project,
    activity_is_numbered_without_gaps,
]


def violations() -> dict[str, list[str]]:
    """Each rule's name with what breaks it; an empty list where it holds."""
    return {rule.__name__: list(rule()) for rule in RULES}
