"""The catalogues hold every marked string, keep what was translated, and reach pages and scripts."""

import json
from gettext import GNUTranslations
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation

from apps.web import translations

TEMPLATE = """
{% load i18n %}
<p title="{% translate "It's here" %}">
  {% blocktranslate trimmed count n=rows %}
    One passage
  {% plural %}
    {{ n }} passages
  {% endblocktranslate %}
    {% if _("Yes") == "x" %}{% endif %}
{% translate "May" context "month" %} {{ value|default:_("none yet") }}
</p>
"""
PYTHON = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext
LABEL = gettext_lazy("Label")
def sentence(n):
    return _("%(n)s moved, "
             "none lost") % {"n": n}, ngettext("a row", "%(n)s rows", n), pgettext("verb", "Code")
"""
SCRIPT = """
export const label = gettext("Undo");
const many = interpolate(ngettext("%s line", "%s lines", n), [n]); const t = `${gettext("in it")}`;
"""


@pytest.fixture
def source(settings, tmp_path: Path) -> Path:
    """A source tree with one file of each kind."""
    for name, text in {"templates/a.html": TEMPLATE, "apps/b.py": PYTHON, "static/js/c.js": SCRIPT}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(text)
    settings.BASE_DIR, settings.LOCALE_PATHS = tmp_path, [tmp_path / "locale"]
    return tmp_path


def po(source: Path, domain: str) -> Path:
    return source / f"locale/id/LC_MESSAGES/{domain}.po"


def check() -> str:
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("translations", "--check", stdout=out)
    return out.getvalue()


def test_every_marked_string_is_found(source):
    call_command("translations")
    pages = translations._strings(translations._read("django"))
    assert set(pages) == {
        (None, "It's here"),
        (None, ("One passage", "%(n)s passages")),
        (None, "Yes"),
        ("month", "May"),
        (None, "none yet"),
        (None, "Label"),
        (None, "%(n)s moved, none lost"),
        (None, ("a row", "%(n)s rows")),
        ("verb", "Code"),
    }
    scripts = translations._strings(translations._read("djangojs"))
    assert set(scripts) == {(None, "Undo"), (None, ("%s line", "%s lines")), (None, "in it")}


def test_updating_keeps_translations_and_drops_what_is_gone(source):
    call_command("translations")
    path = po(source, "djangojs")
    path.write_text(path.read_text().replace('msgid "Undo"\nmsgstr ""', 'msgid "Undo"\nmsgstr "Urungkan"'))
    (source / "static/js/c.js").write_text('gettext("Undo"); gettext("Redo");')
    call_command("translations")
    once = path.read_text()
    assert 'msgstr "Urungkan"' in once and '"Redo"' in once and "in it" not in once
    assert "fuzzy" not in once and "c.js" not in once
    call_command("translations")
    assert path.read_text() == once


def test_check_lists_missing_obsolete_and_broken_strings(source):
    call_command("translations")
    path = po(source, "django")
    text = path.read_text().replace('msgid "Label"\nmsgstr ""', 'msgid "Label"\nmsgstr "Label"')
    text = text.replace(
        'msgid "%(n)s moved, none lost"\nmsgstr ""',
        'msgid "%(n)s moved, none lost"\nmsgstr "%(jumlah)s pindah"',
    )
    path.write_text(text)
    (source / "templates/a.html").unlink()
    lines = check()
    assert "no longer used: 'Yes'" in lines
    assert "not translated: 'Code'" in lines
    assert "'Label'" not in lines
    assert "'%(n)s moved, none lost': " in lines and "unknown named placeholder" in lines


def test_plurals_are_one_form_in_indonesian(source):
    call_command("translations")
    path = po(source, "django")
    path.write_text(
        path.read_text().replace(
            'msgid_plural "%(n)s passages"\nmsgstr[0] ""',
            'msgid_plural "%(n)s passages"\nmsgstr[0] "%(n)s petikan"',
        )
    )
    call_command("translations", "--compile")
    with path.with_suffix(".mo").open("rb") as compiled:
        catalogue = GNUTranslations(compiled)
    assert [catalogue.ngettext("One passage", "%(n)s passages", n) for n in (1, 2)] == ["%(n)s petikan"] * 2


@pytest.mark.django_db
def test_scripts_receive_our_own_strings(client, source, monkeypatch):
    call_command("translations")
    path = po(source, "djangojs")
    path.write_text(path.read_text().replace('msgid "Undo"\nmsgstr ""', 'msgid "Undo"\nmsgstr "Urungkan"'))
    call_command("translations", "--compile")
    monkeypatch.setattr("django.utils.translation.trans_real._translations", {})
    with translation.override("id"):
        answer = client.get(reverse("strings"), headers={"accept-language": "id"})
    assert f'"Undo": {json.dumps("Urungkan")}' in answer.content.decode()
