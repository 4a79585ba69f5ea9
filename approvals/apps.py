"""The approvals app; its notices and mails listen to the outbox."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "approvals"

    def ready(self) -> None:
        from approvals import mails, notices  # noqa: F401 - they register their handlers
