"""What our catalogue words instead of Django and allauth is something they still say."""

from pathlib import Path

import allauth
import django.contrib.auth
from babel.messages.pofile import read_po

from apps.web.borrowed import BORROWED


def test_every_borrowed_sentence_is_one_of_theirs() -> None:
    theirs = set()
    for package in (allauth, django.contrib.auth):
        catalogue = Path(package.__file__).parent / "locale/id/LC_MESSAGES/django.po"
        with catalogue.open("rb") as file:
            theirs |= {message.id for message in read_po(file) if isinstance(message.id, str)}
    assert set(BORROWED) <= theirs
