"""The approvals app; its notices, mails and chats listen to the outbox."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "approvals"

    def ready(self) -> None:
        from approvals import channels, handover, mails, notices  # noqa: F401 - importing registers them
