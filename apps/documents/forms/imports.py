"""A table of attributes on its way in: the file, and what is made of its columns."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.documents.forms.fields import OfficeField
from apps.documents.models import Attribute
from apps.documents.queries import Import, ImportColumn
from apps.projects.models import Project
from core.tables import Table


class TableForm(forms.Form):
    file = forms.FileField(label=_("File"), help_text=_("A table as .csv or .xlsx, the names of its columns on top."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".csv,.tsv,.txt,.xlsx"


class ImportForm(forms.Form):
    """For each column `use_N`, `name_N` and `kind_N`; `key` is the column that says whom a row is about."""

    subject = forms.ChoiceField(label=_("Its rows are"), choices=Attribute.Subject.choices)
    make = forms.BooleanField(label=_("Make those that are missing"), required=False)

    def __init__(self, *args: Any, project: Project, table: Table, guess: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table, self.guess = table, guess
        self.fields["subject"].initial = guess.subject
        self.fields["key"] = forms.TypedChoiceField(
            label=_("Named by the column"), coerce=int, choices=list(enumerate(table.columns)), initial=guess.key
        )
        self.fields["office"] = OfficeField(project, required=False, label=_("in the office"), empty_label="–")
        guessed = {column.index: column for column in guess.columns}
        for index, name in enumerate(table.columns):
            column = guessed.get(index) or ImportColumn(index, name, Attribute.Kind.TEXT)
            self._add_column(index, name, column, index in guessed)
        for name, field in self.fields.items():
            self._dress(name, field)
        self.order_fields(["subject", "key", "make", "office"])

    def columns(self) -> list[dict[str, Any]]:
        """Each column with its bound fields and its first cells, for the page; the one that names the rows is left
        out."""
        return [
            {
                "title": title,
                "use": self[f"use_{index}"],
                "name": self[f"name_{index}"],
                "kind": self[f"kind_{index}"],
                "cells": [cell for cell in self.table.column(index)[:20] if cell is not None][:3],
            }
            for index, title in enumerate(self.table.columns)
            if index != self.key()
        ]

    def key(self) -> int:
        """The column that names the rows, as far as it was chosen."""
        chosen = self.cleaned_data.get("key") if self.is_bound and hasattr(self, "cleaned_data") else None
        return self.guess.key if chosen is None else int(chosen)

    def as_import(self) -> Import:
        given = self.cleaned_data
        columns = [
            ImportColumn(index, given[f"name_{index}"] or title, given[f"kind_{index}"] or Attribute.Kind.TEXT)
            for index, title in enumerate(self.table.columns)
            if given.get(f"use_{index}") and index != given["key"]
        ]
        return Import(given["subject"], given["key"], tuple(columns), given["make"], given["office"])

    def _add_column(self, index: int, title: str, column: ImportColumn, is_used: bool) -> None:
        self.fields[f"use_{index}"] = forms.BooleanField(label=title, required=False, initial=is_used)
        self.fields[f"name_{index}"] = forms.CharField(
            label=_("Attribute for “%(column)s”") % {"column": title}, required=False, max_length=120,
            initial=column.name,
        )  # fmt: skip
        self.fields[f"kind_{index}"] = forms.ChoiceField(
            label=_("Kind of “%(column)s”") % {"column": title},
            required=False,
            choices=Attribute.Kind.choices,
            initial=column.kind,
        )

    def _dress(self, name: str, field: forms.Field) -> None:
        if isinstance(field, forms.BooleanField):
            field.widget.attrs |= {"class": "form-check-input"}
            return
        field.widget.attrs |= {"class": "form-select" if isinstance(field, forms.ChoiceField) else "form-control"}
        if name.startswith(("name_", "kind_")):
            field.widget.attrs["aria-label"] = str(field.label)
