"""The approvals app; its notices listen to the outbox."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "approvals"

    def ready(self) -> None:
        from approvals import notices  # noqa: F401 - registers its handlers
