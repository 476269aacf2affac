"""What must hold over stored reviews, for check_integrity."""

from collections.abc import Callable, Iterator

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from apps.coding.models import Coding
from apps.review.models import Comment, SignOff, Verdict
from apps.review.queries.judged import standing_verdicts
from apps.review.queries.signed import unpack
from core.text.normalise import text_hash

ROWS_AT_ONCE = 500


def states_are_the_standing_verdicts() -> Iterator[str]:
    standing = standing_verdicts().filter(coding=OuterRef("pk")).values("state")
    said = Coalesce(Subquery(standing), Value(Coding.State.OPEN.value))
    for pk, state, verdict in (
        Coding.objects.annotate(said=said).exclude(state=F("said")).values_list("pk", "state", "said")
    ):
        yield f"coding {pk} is {state}, and its verdict says {verdict}"


def verdicts_are_about_the_words_they_keep() -> Iterator[str]:
    for verdict in Verdict.objects.select_related("version").iterator(ROWS_AT_ONCE):
        quote = verdict.version.text[verdict.start : verdict.end]
        if verdict.end > verdict.version.characters or text_hash(quote) != verdict.quote_hash:
            yield f"verdict {verdict.pk} is not about [{verdict.start}, {verdict.end}) of version {verdict.version_id}"


def reviews_belong_where_they_say() -> Iterator[str]:
    fits = Q(project=F("transcript__project"))
    for pk in Verdict.objects.exclude(fits, transcript=F("version__transcript")).values_list("pk", flat=True):
        yield f"verdict {pk}, its project, transcript and version do not belong together"
    answers = Q(verdict=None) | Q(project=F("verdict__project"), segment=F("verdict__segment"))
    for pk in Comment.objects.exclude(fits & answers).values_list("pk", flat=True):
        yield f"comment {pk}, its project, transcript and verdict do not belong together"


def signoffs_count_what_they_list() -> Iterator[str]:
    for signoff in SignOff.objects.iterator(ROWS_AT_ONCE):
        listed, by_office = len(unpack(signoff.passages)), sum(each["codings"] for each in signoff.by_office)
        if not listed == by_office == signoff.codings:
            yield f"sign-off {signoff.pk} counts {signoff.codings} codings, lists {listed}, by office {by_office}"


RULES: list[Callable[[], Iterator[str]]] = [
    states_are_the_standing_verdicts,
    verdicts_are_about_the_words_they_keep,
    reviews_belong_where_they_say,
    signoffs_count_what_they_list,
]
