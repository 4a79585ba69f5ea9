"""我的资料: who one is to the product, how one is reached, another password."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from approvals.forms import PlainText
from pages.account.first_password import explained
from pages.desk import Desk, page
from registry.org import profiles
from registry.org.models import Person


class ProfileForm(forms.Form):
    """How one is reached. The name and the staff number are human resources' to change."""

    email = forms.EmailField(label=gettext_lazy("Mail address"), required=False, max_length=254)
    phone = PlainText(label=gettext_lazy("Phone"), required=False, max_length=30)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def show(desk: Desk) -> HttpResponse:
    person = desk.person
    known = {"email": person.email, "phone": person.phone}
    sent = desk.request.POST if desk.request.method == "POST" else None
    form = ProfileForm(sent, initial=known)
    if sent is not None and form.is_valid():
        profiles.describe(person, at=desk.now, **form.cleaned_data)
        messages.success(desk.request, _("Your profile is saved."))
        return redirect("profile")
    status = 422 if form.errors else 200
    return desk.render("administration/profile.html", status=status, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def password(desk: Desk) -> HttpResponse:
    """Another password; other sessions of the person end with it. The demo's passwords stay."""
    if desk.person.is_demo:
        raise Http404
    sent = desk.request.POST if desk.request.method == "POST" else None
    form = _form(desk.person, sent)
    if sent is not None and form.is_valid():
        form.save()
        profiles.password_changed(desk.person, at=desk.now)
        update_session_auth_hash(desk.request, desk.person)
        messages.success(desk.request, _("Your password is changed."))
        return redirect("profile")
    status = 422 if form.errors else 200
    return desk.render("administration/password.html", status=status, form=form)


def _form(person: Person, sent: Any) -> PasswordChangeForm:
    return explained(PasswordChangeForm(person, sent))
