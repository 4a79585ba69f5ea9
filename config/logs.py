"""How the log is written: one JSON object a line with UTC time, or plain words in the demo."""

import json
import logging
from datetime import UTC, datetime
from typing import Any


class JsonLines(logging.Formatter):
    """One record as one line of JSON; the exception, where there is one, is a field of it."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, tz=UTC)
        line = {
            "at": at.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def logging_settings(*, plain: bool) -> dict[str, Any]:
    """LOGGING for the settings: everything goes to stderr, where the service manager takes it."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
            "json": {"()": "config.logs.JsonLines"},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "plain" if plain else "json",
            }
        },
        "root": {"handlers": ["stderr"], "level": "WARNING" if plain else "INFO"},
        "loggers": {
            # Django and django-q2 add handlers of their own; one way out is enough.
            "django": {"handlers": [], "level": "WARNING" if plain else "INFO"},
            "django-q": {
                "handlers": ["stderr"],
                "level": "WARNING" if plain else "INFO",
                "propagate": False,
            },
        },
    }
