"""Cut a version into sentences: by a worker, because spaCy is large and slow to start, and once, because texts stay."""

from functools import partial
from uuid import UUID

from django.core.cache import cache
from django.db import transaction

from apps.documents.models import Sentences, Version
from apps.documents.texts import load_text
from apps.jobs.broker import ask_worker
from core.lexicon.sentences import as_steps, sentences
from core.text.offsets import Span

ASK_AGAIN_AFTER_SECONDS = 60


def ask_for_sentences(*, version_id: UUID) -> None:
    """Let a worker cut them, unless one was asked a moment ago."""
    if cache.add(f"sentences-{version_id}", True, ASK_AGAIN_AFTER_SECONDS):
        transaction.on_commit(partial(ask_worker, "apps.documents.tasks.cut_sentences", str(version_id)))


def cut_sentences(*, version_id: UUID) -> None:
    """Keep where the version's sentences lie; nothing happens when that is known, or the version is gone.

    Not recorded: nobody's work is in it.
    """
    version = Version.objects.filter(pk=version_id).select_related("transcript").defer("text").first()
    if version is None:
        return
    language = version.transcript.language
    if Sentences.objects.filter(version=version, language=language).exists():
        return
    text = load_text(version_id)
    turns = [Span(start, end) for start, end in zip(text.turn_starts, text.turn_ends, strict=True)]
    steps = as_steps(sentences(text.text, turns, language))
    with transaction.atomic():
        # It may have been erased meanwhile.
        if Version.objects.select_for_update().filter(pk=version_id).exists():
            Sentences.objects.update_or_create(version_id=version_id, defaults={"language": language, "steps": steps})
    cache.delete(f"sentences-{version_id}")
