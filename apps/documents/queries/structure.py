"""Reads about the labels of uploads."""

from collections.abc import Collection
from uuid import UUID

from apps.documents.models import Upload


def batch_with_labels(upload: Upload, labels: Collection[str]) -> list[UUID]:
    """The other waiting uploads of its batch with exactly these speaker labels, and without rules of their own."""
    waiting = Upload.objects.filter(project=upload.project_id, job=upload.job_id, state=Upload.State.READ, rules={})
    wanted = {label.casefold() for label in labels}
    found = waiting.exclude(pk=upload.pk).values_list("pk", "report__speakers")
    return [pk for pk, speakers in found if {each["label"].casefold() for each in speakers or ()} == wanted]
