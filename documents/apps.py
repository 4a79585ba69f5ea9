"""The documents app; its renderer listens to the outbox."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"

    def ready(self) -> None:
        from documents import checks, handlers, invariants  # noqa: F401 - importing registers them
