"""What a person corrects of an upload before it becomes a transcript: its encoding, and how its turns are cut."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.documents.layouts import kept_formatting, kept_structure, layout_of
from apps.documents.models import Upload
from apps.documents.queries.structure import batch_with_labels
from apps.documents.reading import describe, read_file
from apps.documents.services.uploads import asked_speakers
from apps.documents.speakers import with_interviewers
from apps.web.errors import DomainError
from core.text.normalise import ENCODINGS, text_hash
from core.text.rules import Rules
from core.text.turns import Structure, find_turns

State = Upload.State
KEPT = ("text", "report", "layout", "rules", "encoding")


def turns_of_upload(upload: Upload) -> Structure:
    """The turns of an upload that was read, by its rules."""
    speakers = asked_speakers(upload)
    kept = kept_structure(upload.layout, speakers, upload.rules)
    return kept or find_turns(upload.text, speakers, Rules.from_json(upload.rules))


def set_rules(*, upload: Upload, rules: Rules, asks: Mapping[str, bool] | None = None) -> Structure:
    """Keep the rules with the upload and cut its turns by them. Returns the turns.

    `asks` says of labels whether they ask; of others it is guessed.
    """
    speakers = asked_speakers(upload)
    if asks:
        rules = with_interviewers(rules, find_turns(upload.text, speakers, rules), asks)
    if rules.to_json() == upload.rules:
        return turns_of_upload(upload)
    structure = find_turns(upload.text, speakers, rules)
    upload.rules = rules.to_json()
    upload.report |= describe(upload.text, structure)
    upload.layout = layout_of(structure, kept_formatting(upload.layout), speakers, upload.rules)
    _keep(upload)
    return structure


def reread_upload(*, upload: Upload, encoding: str) -> Upload:
    """Read the upload's file again in this encoding, "" for the one that is found. The rules stay.

    Raises DomainError, with a sentence, when the file does not fit the encoding; then nothing is changed.
    """
    if encoding and encoding not in dict(ENCODINGS):
        raise DomainError("unknown_encoding", _("This encoding is not known here. The file was not read again."))
    with upload.file.open("rb") as file:
        data = file.read()
    speakers = asked_speakers(upload)
    rules = Rules.from_json(upload.rules)
    reading = read_file(data, upload.filename, speakers, encoding=encoding, rules=rules)
    upload.text, upload.encoding = reading.text, encoding
    upload.report |= {**reading.report, "sha256": text_hash(reading.text)}
    upload.layout = layout_of(reading.structure, reading.formatting, speakers, upload.rules)
    _keep(upload)
    return upload


@transaction.atomic
def apply_rules(*, upload: Upload) -> int:
    """Cut the other waiting files of the batch by this upload's rules, where they have the same labels.

    Files that somebody gave rules of their own are left alone. Returns how many were cut.
    """
    twins = alike_in_batch(upload)
    rules = Rules.from_json(upload.rules)
    for twin in Upload.objects.filter(pk__in=twins).select_for_update(of=("self",)).iterator(50):
        set_rules(upload=twin, rules=rules)
    return len(twins)


def alike_in_batch(upload: Upload) -> list[UUID]:
    """The uploads that `apply_rules` would cut: those with the labels that this one has without rules."""
    guessed = find_turns(upload.text, asked_speakers(upload))
    return batch_with_labels(upload, {speaker.label for speaker in guessed.speakers})


def _keep(upload: Upload) -> None:
    """Store what was corrected; an upload that was confirmed or removed meanwhile stays as it is."""
    found = Upload.objects.filter(pk=upload.pk, state=State.READ)
    if not found.update(**{field: getattr(upload, field) for field in KEPT}):
        raise DomainError("not_to_confirm", _("This file was confirmed already. Nothing was changed."))
