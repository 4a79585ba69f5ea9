"""Customers: who they are, whose they are now, how they are graded now."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.customers import codes
from registry.customers.words import (
    Cultivation,
    IdState,
    Influence,
    Keeper,
    Scope,
    Tier,
    Usage,
)
from registry.org.models import Person, Unit


class Customer(models.Model):
    """A customer of the bureau, owned by one unit and looked after by an A and a B manager.

    unit, a_manager and b_manager are those of the open holding; tier, scope, level, responsible
    unit and custodian those of the last grade. pinyin and initials are for looking up.
    """

    bureau = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(
        _("customer id"),
        max_length=14,
        unique=True,
        null=True,
        blank=True,
        validators=[codes.check],
    )
    id_state = models.CharField(max_length=12, choices=IdState, default=IdState.PROVISIONAL)
    head = models.ForeignKey(
        "self",
        verbose_name=_("head office"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="branches",
    )
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    licence_code = models.CharField(
        _("licence code"),
        max_length=codes.LICENCE_LENGTH,
        blank=True,
        validators=[codes.check_licence],
    )
    pinyin = models.CharField(max_length=300, blank=True)
    initials = models.CharField(max_length=60, blank=True)
    industry = models.CharField(_("industry"), max_length=40, blank=True)
    usage = models.CharField(_("usage"), max_length=15, choices=Usage, blank=True)
    cultivation = models.CharField(_("cultivation"), max_length=15, choices=Cultivation, blank=True)
    influence = models.CharField(_("influence"), max_length=15, choices=Influence, blank=True)
    territory = models.CharField(_("seat of the signing office"), max_length=120, blank=True)
    policy_customer = models.BooleanField(_("policy customer"), default=False)
    one_off = models.BooleanField(_("one-off customer"), default=False)
    special_listing = models.BooleanField(_("listed as diamond"), default=False)
    tier = models.CharField(_("tier"), max_length=10, choices=Tier, default=Tier.GENERAL)
    scope = models.CharField(_("scope"), max_length=15, choices=Scope, blank=True)
    crm_level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    responsible_unit = models.CharField(max_length=20, choices=Keeper, blank=True)
    archive_custodian = models.CharField(max_length=20, choices=Keeper, blank=True)
    unit = models.ForeignKey(
        Unit, verbose_name=_("owner unit"), on_delete=models.PROTECT, related_name="customers"
    )
    a_manager = models.ForeignKey(
        Person,
        verbose_name=_("A manager"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    b_manager = models.ForeignKey(
        Person,
        verbose_name=_("B manager"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    entered_on = models.DateField(_("entered on"), null=True, blank=True)
    archive_on = models.DateField(
        null=True, blank=True
    )  # when the archive was last brought up to date
    journal_seq = models.PositiveIntegerField(default=0)
    journal_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        permissions = [("read_persons", "Can read the important persons of a customer")]
        indexes = [
            models.Index(fields=["unit", "name"]),
            models.Index(fields=["bureau", "name"]),
            models.Index(fields=["bureau", "tier", "name"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_and_b_are_two_people",
                condition=Q(a_manager=None) | Q(b_manager=None) | ~Q(a_manager=F("b_manager")),
            ),
            models.CheckConstraint(
                name="an_issued_id_is_there",
                condition=Q(id_state=IdState.ISSUED, code__isnull=False)
                | Q(id_state=IdState.PROVISIONAL, code=None),
            ),
            models.CheckConstraint(
                name="a_level_is_one_of_eight",
                condition=Q(crm_level=None) | Q(crm_level__range=(1, 8)),
            ),
            models.UniqueConstraint(
                fields=["bureau", "licence_code"],
                condition=~Q(licence_code=""),
                name="one_customer_a_licence",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def managers(self) -> tuple[int | None, int | None]:
        """The ids of the A and the B manager."""
        return self.a_manager_id, self.b_manager_id
