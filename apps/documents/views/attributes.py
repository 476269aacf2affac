"""Pages of attributes: what is noted about offices, participants and transcripts."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from apps.documents import queries, services
from apps.documents.forms import AttributeForm
from apps.documents.models import Attribute
from apps.projects.access import project_view
from apps.projects.models import Verb
from apps.projects.permissions import Permission
from apps.projects.queries import get_activity
from apps.web.errors import DomainError
from apps.web.forms import posted, show_error
from apps.web.http import ProjectRequest


@require_GET
@project_view(Permission.VIEW)
def attribute_list(request: ProjectRequest) -> HttpResponse:
    """What is defined, by what it belongs to, and the names that are used without a kind."""
    defined, untyped = queries.attribute_usage(request.project)
    kinds = dict(Attribute.Kind.choices)
    subjects = [
        {
            "subject": subject,
            "label": {"office": _("Offices"), "participant": _("Participants"), "transcript": _("Transcripts")}[
                subject
            ],
            "defined": [row for row in defined if row.attribute.subject == subject],
            "untyped": [(each, kinds[each.kind], _asked(each)) for each in untyped if each.subject == subject],
        }
        for subject in ("participant", "transcript", "office")
    ]
    context = {"subjects": subjects, "is_empty": not defined and not untyped}
    asked = request.GET.get("changed", "")
    change = get_activity(request.project, request.user, int(asked)) if asked.isdecimal() and len(asked) < 19 else None
    if change and change.verb == Verb.ATTRIBUTES_IMPORTED and not change.undone:
        context["changed"] = change
    return render(request, "documents/attribute_list.html", context)


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_DOCUMENTS)
def attribute_add(request: ProjectRequest) -> HttpResponse:
    """Define an attribute; the address may propose subject, name, kind and choices."""
    asked = request.GET
    initial = {name: asked[name] for name in ("subject", "name", "kind") if asked.get(name)}
    initial["choices"] = "\n".join(asked.getlist("choice"))
    form = AttributeForm(posted(request), is_new=True, initial=initial)
    context = {"form": form, "misfits": []}
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_attribute(project=request.project, user=request.user, **form.cleaned_data)
            messages.success(request, _("“%(name)s” was added.") % {"name": made.name})
            return redirect("documents:attribute_list", request.project.pk)
        except DomainError as error:
            context["misfits"] = _explain(form, error)
    return render(request, "documents/attribute_add.html", context)


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_DOCUMENTS)
def attribute_edit(request: ProjectRequest, attribute_id: UUID) -> HttpResponse:
    attribute = queries.get_attribute(request.project, attribute_id)
    stated = queries.rows_stating(request.project, attribute.subject, attribute.name)
    initial = {"name": attribute.name, "kind": attribute.kind, "choices": "\n".join(attribute.choices)}
    form = AttributeForm(posted(request), is_new=False, initial=initial)
    context = {"form": form, "name": attribute.name, "stated": stated, "misfits": [], "attribute": attribute}
    if request.method == "POST" and form.is_valid():
        try:
            services.change_attribute(
                project=request.project, user=request.user, attribute=attribute, **form.cleaned_data
            )
            messages.success(request, _("The attribute was saved."))
            return redirect("documents:attribute_list", request.project.pk)
        except DomainError as error:
            context["misfits"] = _explain(form, error)
    return render(request, "documents/attribute_edit.html", context)


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_DOCUMENTS)
def attribute_delete(request: ProjectRequest, attribute_id: UUID) -> HttpResponse:
    """Delete an attribute with its values, or its kind alone."""
    attribute = queries.get_attribute(request.project, attribute_id)
    if request.method == "POST":
        keep = request.POST.get("values") == "keep"
        cleared = services.delete_attribute(
            project=request.project, user=request.user, attribute=attribute, keep_values=keep
        )
        said = ngettext(
            "“%(name)s” was deleted, with %(n)s value.", "“%(name)s” was deleted, with %(n)s values.", cleared
        )
        kept = _("“%(name)s” has no kind any more; its values are kept.")
        messages.success(request, (kept if keep else said) % {"name": attribute.name, "n": cleared})
        return redirect("documents:attribute_list", request.project.pk)
    stated = queries.rows_stating(request.project, attribute.subject, attribute.name)
    return render(request, "documents/attribute_delete.html", {"attribute": attribute, "stated": stated})


def _asked(each: queries.Untyped) -> str:
    """The query that proposes the kind its values have."""
    return urlencode([("subject", each.subject), ("name", each.name), ("kind", each.kind)] + [
        ("choice", choice) for choice in each.choices
    ])  # fmt: skip


def _explain(form: AttributeForm, error: DomainError) -> list[dict[str, object]]:
    """Show a refusal in the form; the values that do not fit, if that is why."""
    show_error(form, error)
    if error.code != "values_do_not_fit":
        return []
    form.offer_to_clear()
    misfits: list[dict[str, object]] = error.fields["misfits"]
    return misfits
