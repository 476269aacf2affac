"""Writing the index. One version is indexed in the transaction that makes it current; many, right after it.

What is current and not yet indexed is known at any time (`pending_versions`), so a search can say what it left out.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.db.models import F, QuerySet

from apps.documents.models import IndexedTurn, IndexedVersion, Transcript, Turn, Version, WordRoot
from apps.documents.search import databases
from apps.jobs.broker import ask_worker
from apps.projects.models import Project
from apps.web.rows import chunks, insert_rows, key_value
from core.lexicon.asking import LONGEST_PHRASE, indexed_words
from core.lexicon.stems import roots

# A very long turn is searched in pieces; PostgreSQL's tsvector holds one megabyte. Pieces overlap by a phrase.
WORDS_IN_PIECE = 4_000
VERSIONS_AT_ONCE = 10
WORDS_AT_ONCE = 500
ASK_AGAIN_AFTER_SECONDS = 60
ROW = ("project", "turn", "version", "words")

_later: ContextVar[bool] = ContextVar("index_later", default=False)


@contextmanager
def index_later() -> Iterator[None]:
    """Whoever makes many transcripts at once calls `index_pending` when they are made."""
    before = _later.set(True)
    try:
        yield
    finally:
        _later.reset(before)


@transaction.atomic
def index_version(transcript: Transcript) -> None:
    """Let the words of the current version be found, and no longer those of an earlier one."""
    old = IndexedTurn.objects.filter(version__transcript=transcript)
    left = {word for words in old.values_list("words", flat=True) for word in words.split()}
    if left:
        versions = list(transcript.versions.values_list("pk", flat=True))
        IndexedTurn.objects.filter(version__in=versions).delete()
        IndexedVersion.objects.filter(version__in=versions).delete()
    if _later.get():
        return
    fresh = _write(transcript.project_id, [transcript.version_id])
    _learn(fresh)
    gone = left - fresh
    WordRoot.objects.filter(word__in=gone - databases.holds(gone)).delete()


def index_pending(*, project: Project | None = None) -> int:
    """Index what is not yet, a few transcripts at a time. Returns how many were."""
    waiting = list(pending_versions(project).values_list("pk", flat=True))
    known: set[str] = set()
    return sum(_index_some(some, known) for some in chunks(waiting, VERSIONS_AT_ONCE))


def pending_versions(project: Project | None = None) -> QuerySet[Transcript]:
    """The transcripts, those in the bin too, of which the current version is not in the index."""
    wanted = {"project": project} if project else {}
    return Transcript.objects.filter(current__isnull=False, current__indexed=None, **wanted).order_by()


def forget_unused_words() -> None:
    """Drop from the list of words those that no indexed text holds; takes seconds where there is much."""
    databases.forget_words()


def forget_words_soon() -> None:
    """Let a worker drop them, after texts were erased or deleted."""
    transaction.on_commit(partial(ask_worker, "apps.documents.tasks.forget_unused_words"))


def index_soon(project: Project) -> None:
    """Let a worker index what waits: texts from before there was an index, or of a job that was cut off."""
    if cache.add(f"index-{project.pk}", True, ASK_AGAIN_AFTER_SECONDS):
        transaction.on_commit(partial(ask_worker, "apps.documents.tasks.index_pending", str(project.pk)))


@transaction.atomic
def _index_some(transcripts: Iterable[UUID], known: set[str]) -> int:
    # Locked: nobody may make another version current meanwhile, nor index the same.
    locked = list(Transcript.objects.select_for_update().filter(pk__in=transcripts).values_list("pk", flat=True))
    waiting = pending_versions().filter(pk__in=locked).values_list("project", "current")
    by_project: dict[UUID, list[UUID]] = {}
    for project, version in waiting:
        by_project.setdefault(project, []).append(version)
    for project, versions in by_project.items():
        said = _write(project, versions)
        _learn(said - known)
        known |= said
    return sum(map(len, by_project.values()))


def _write(project: UUID, versions: list[UUID]) -> set[str]:
    """Index these versions. Returns the words they hold."""
    said: set[str] = set()
    rows = []
    key = key_value(Project(pk=project))
    texts = {version.pk: (version.text, key_value(version)) for version in _texts(versions)}
    turns = Turn.objects.filter(version__in=versions).order_by("version", "index")
    for turn, version, start, end in turns.values_list("pk", "version", "start", "end"):
        text, own = texts[version]
        words = indexed_words(text[start:end])
        said.update(words)
        rows += [(key, turn, own, f" {piece} ") for piece in _pieces(words)]
    insert_rows(IndexedTurn, ROW, rows)
    IndexedVersion.objects.bulk_create(IndexedVersion(version_id=version) for version in versions)
    return said


def _texts(versions: list[UUID]) -> QuerySet[Version]:
    return Version.objects.filter(pk__in=versions).only("text")


def _pieces(words: list[str]) -> Iterator[str]:
    for start in range(0, len(words), WORDS_IN_PIECE):
        yield " ".join(words[start : start + WORDS_IN_PIECE + LONGEST_PHRASE])


def _learn(words: set[str]) -> None:
    """Keep the roots of words that were not known. Only Indonesian ones: English words of a root begin alike."""
    for some in chunks(sorted(words), WORDS_AT_ONCE):
        known = set(WordRoot.objects.filter(root__in=some, word=F("root")).values_list("word", flat=True))
        fresh = [WordRoot(root=root, word=word) for word in some if word not in known for root in roots(word, "id")]
        WordRoot.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=WORDS_AT_ONCE)
