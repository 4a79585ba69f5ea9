"""Log in and out. The demo's log-in by one click exists in the demo alone."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.validators import MaxLengthValidator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from pages.desk import demo_accounts
from registry.org.models import Person

_LONGEST_NAME = 150
_BACKEND = "django.contrib.auth.backends.ModelBackend"


class LogInForm(AuthenticationForm):
    """User name and password."""

    error_messages = {
        "invalid_login": _("User name and password do not match, or the account is closed."),
        "inactive": _("This account is closed."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].validators.append(MaxLengthValidator(_LONGEST_NAME))
        self.fields["username"].label = _("User name")
        self.fields["password"].label = _("Password")


class LogIn(LoginView):
    """The log-in page; `next` leads to pages of this site only."""

    form_class = LogInForm
    template_name = "account/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(accounts=demo_accounts(), **kwargs)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


@require_POST
def demo_log_in(request: HttpRequest) -> HttpResponse:
    """Become one of the demo's people. Outside the demo this page does not exist."""
    if not settings.DEMO:
        raise Http404
    offered = {username for username, *_rest in demo_accounts()}
    wanted = request.POST.get("username", "")
    if wanted not in offered:
        raise Http404
    person = get_object_or_404(Person, username=wanted, is_demo=True, is_active=True)
    login(request, person, backend=_BACKEND)
    return HttpResponseRedirect(_own_page(request, request.POST.get("next", "")))


def _own_page(request: HttpRequest, url: str) -> str:
    """`url`, if it is a page of this site; the inbox otherwise."""
    hosts, safe = {request.get_host()}, request.is_secure()
    if url and url_has_allowed_host_and_scheme(url, allowed_hosts=hosts, require_https=safe):
        return url
    return resolve_url(settings.LOGIN_REDIRECT_URL)


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """What somebody sees who tried too many passwords."""
    return render(request, "account/locked.html", status=429)
