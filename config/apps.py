"""Load the kinds of case that settings.PROCESSES names, once the models are there."""

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from approvals import kinds

        kinds.load(settings.PROCESSES)
        for name in ("config.checks", "config.jobs", "pages.gradings.work"):
            import_module(name)  # importing registers them
