"""`manage.py reindex`: make the index of words anew, from the texts."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from apps.documents.models import IndexedTurn, IndexedVersion, WordRoot
from apps.documents.search import index_pending


class Command(BaseCommand):
    help = "Makes the index that searches all transcripts anew. Until it is done, searches say what is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            IndexedTurn.objects.all().delete()
            IndexedVersion.objects.all().delete()
            WordRoot.objects.all().delete()
        self.stdout.write(f"{index_pending()} transcripts indexed.")
