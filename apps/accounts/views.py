"""A person's own pages. Sign-in, password reset and the second factor are allauth's."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts import queries, services
from apps.accounts.forms import PreferencesForm, TokenForm
from apps.accounts.tickets import user_of_ticket
from apps.web.http import Request
from apps.web.views import public


@require_http_methods(["GET", "POST"])
def preferences(request: Request) -> HttpResponse:
    form = PreferencesForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        services.save_preferences(user=request.user, **form.cleaned_data)
        messages.success(request, _("Your settings were saved."))
        return redirect("accounts:preferences")
    return render(request, "accounts/preferences.html", {"form": form})


@require_http_methods(["GET", "POST"])
def token_list(request: Request) -> HttpResponse:
    form = TokenForm(request.POST or None)
    key = ""
    if request.method == "POST" and form.is_valid():
        _token, key = services.create_token(user=request.user, **form.cleaned_data)
        form = TokenForm()
    tokens = queries.tokens_of(request.user)
    return render(request, "accounts/token_list.html", {"form": form, "tokens": tokens, "key": key})


@require_POST
def token_revoke(request: Request, token_id: str) -> HttpResponse:
    services.revoke_token(token=get_object_or_404(queries.tokens_of(request.user), pk=token_id))
    messages.success(request, _("The token no longer works."))
    return redirect("accounts:token_list")


@public
def sample_sign_in(request: HttpRequest, ticket: str) -> HttpResponse:
    """Sign in as the sample study's lead, by the address that `manage.py serve` prints."""
    user = user_of_ticket(ticket)
    if user is None:
        raise Http404
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("projects:project_list")
