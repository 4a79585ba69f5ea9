"""Units (a tree), people, and the posts that they hold from one day to another."""

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.org.roles import PostRole, UnitKind


class Unit(models.Model):
    """A unit of the organisation. `path` is the codes from the root: "ZJ/CH/"; the root is its own bureau.

    `division` starts the ids of its customers; empty: as in the unit above.
    """

    name = models.CharField(_("name"), max_length=100)
    code = models.CharField(_("code"), max_length=20)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    bureau = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=200, unique=True)
    mark = models.CharField(_("document mark (代字)"), max_length=20, blank=True)
    policy_set = models.CharField(_("policy set"), max_length=40, default="merged")
    division = models.CharField(
        _("administrative division"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"\A[0-9]{6}\Z", _("A division code has 6 digits."))],
    )
    journal_seq = models.PositiveIntegerField(default=0)
    journal_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["bureau", "kind"])]
        constraints = [models.UniqueConstraint(fields=["bureau", "code"], name="one_code_a_bureau")]

    def __str__(self) -> str:
        return self.name

    @property
    def root_id(self) -> int:
        """The bureau: the root of the tree, which is its own bureau."""
        return self.bureau_id or self.pk


class Person(AbstractUser):
    """Somebody who logs in. People are never deleted, only deactivated: their opinions stand."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("name"), max_length=60)
    number = models.CharField(_("staff number"), max_length=20, unique=True, null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    is_demo = models.BooleanField(default=False)
    journal_seq = models.PositiveIntegerField(default=0)
    journal_digest = models.CharField(max_length=64, blank=True)

    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class PostQuerySet(models.QuerySet["Post"]):
    def on(self, day: date) -> "PostQuerySet":
        """The posts that are held on `day`, by people who are active."""
        return self.filter(
            Q(until=None) | Q(until__gte=day), since__lte=day, person__is_active=True
        )


class Post(models.Model):
    """A person holds a role in a unit from `since` to `until`, both days included."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=40, choices=PostRole)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)  # when that was entered

    objects = PostQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "role"]), models.Index(fields=["person", "until"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit", "role", "since"], name="one_post_a_day"
            ),
        ]

    def __str__(self) -> str:
        unit, role = str(self.unit), self.get_role_display()
        return unit if unit == role else f"{unit} {role}"


class Substitution(models.Model):
    """Somebody acts for a person from `since` to `until`, both days included; never deleted, only ended.

    kind and up_to_yuan narrow it down: empty means every kind, every amount.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="substitutions")
    substitute = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stands_in")
    since = models.DateField()
    until = models.DateField()
    kind = models.CharField(max_length=40, blank=True)
    up_to_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["person", "until"])]
        constraints = [
            models.CheckConstraint(
                name="a_substitution_ends_after_it_begins",
                condition=models.Q(until__gte=models.F("since")),
            ),
            models.CheckConstraint(
                name="nobody_stands_in_for_themselves",
                condition=~models.Q(person=models.F("substitute")),
            ),
        ]
