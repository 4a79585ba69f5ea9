"""The documents app; its renderer listens to the outbox."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"

    def ready(self) -> None:
        # Importing registers what they do.
        from documents import bundles, checks, fonts, handlers, invariants, packages  # noqa: F401
        from registry import printing

        printing.answered_by(fonts.missing)
