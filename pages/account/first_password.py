"""设置密码: whoever has the link sets a password, once; then they log in with it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import PasswordResetConfirmView
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.org import passwords, profiles
from registry.org.models import Person


def explained(form: Any) -> Any:
    """The form of a new password with what it asks for in one sentence of ours."""
    form.fields["new_password1"].help_text = _(
        "At least 12 characters; no common password, not only digits, nothing close to your name."
    )
    form.fields["new_password2"].help_text = ""
    return form


class FirstPassword(PasswordResetConfirmView):
    """The token moves from the address into the session at once, so that no page passes it on."""

    template_name = "account/first_password.html"
    token_generator = passwords.links
    success_url = reverse_lazy("login")

    def get_user(self, uidb64: str) -> Person | None:
        person = super().get_user(uidb64)
        return person if person and person.is_active and not person.is_demo else None

    def get_form(self, form_class: Any = None) -> SetPasswordForm:
        return explained(super().get_form(form_class))

    def form_valid(self, form: SetPasswordForm) -> HttpResponse:
        with transaction.atomic():
            answer = super().form_valid(form)
            profiles.password_changed(form.user, at=timezone.now())
        messages.success(self.request, _("Your password is set. Log in with it."))
        return answer

    def form_invalid(self, form: SetPasswordForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def render_to_response(self, context: dict[str, Any], **more: Any) -> HttpResponse:
        if not self.validlink:
            more["status"] = 410
        return super().render_to_response(context, **more)
