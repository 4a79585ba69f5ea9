"""Which fields a form marks as optional: one without the mark is asked for, at least in some cases."""

from typing import Any

from django import forms
from django.template import Library

register = Library()


@register.filter
def optional(field: Any) -> bool:
    """Whether a field can always stay empty, in a form that asks for others.

    Besides what the form itself requires, `may_be_due` of the form names what a submission, a
    verdict or a rule asks for in some cases. A box that is left alone is an answer: it has no mark.
    """
    form = field.form
    due = {name for name, one in form.fields.items() if one.required}
    due |= set(getattr(form, "may_be_due", ()))
    return bool(due) and field.name not in due and not isinstance(field.field, forms.BooleanField)
