"""Files that were brought in over the pages: looked at first, loaded once."""

from django.db import models
from django.db.models import Q

from registry.org.models import Person


class Upload(models.Model):
    """A file between its preview and its loading; afterwards its name and hash stay, its content goes."""

    subject = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(blank=True)
    brought_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    loaded_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "sha256"],
                condition=Q(loaded_at__isnull=False),
                name="one_file_is_loaded_once",
            )
        ]

    @property
    def origin(self) -> str:
        """How the rows of the file name it."""
        return f"upload:{self.pk}"
