"""The web server's entry; it does not start where a start-up check finds an error."""

import os

from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class RefusesToStart(ImproperlyConfigured):
    """The start-up checks refuse these settings; `./dev manage check` shows them all."""


application = get_wsgi_application()
if errors := [message for message in run_checks() if message.is_serious()]:
    raise RefusesToStart("\n".join([str(RefusesToStart.__doc__), *map(str, errors)]))
