"""Marketing projects that were approved, and the bureau's list of key projects."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.customers.models import Customer
from registry.org.models import Person, Unit


class Project(models.Model):
    """A project that may be carried out. `origin` names the journal subject that made it, once."""

    bureau = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="projects")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="projects")
    title = models.CharField(_("title"), max_length=120)
    value_yuan = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    festival = models.BooleanField(default=False)
    a_manager = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    b_manager = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    entered_on = models.DateField()
    origin = models.CharField(max_length=60, unique=True)

    class Meta:
        indexes = [models.Index(fields=["-entered_on", "-id"], name="projects_newest")]

    def __str__(self) -> str:
        return self.title


class KeyProject(models.Model):
    """A line of the bureau's key-project list. `maturity` is that of its last stage."""

    class Maturity(models.TextChoices):
        STARTING = "starting", _("Starting")
        GROWING = "growing", _("Growing")
        MATURE = "mature", _("Mature")

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="key")
    listed_on = models.DateField()
    listed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    maturity = models.CharField(max_length=10, choices=Maturity, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-listed_on", "-id"], name="key_projects_newest")]


class Stage(models.Model):
    """How mature a key project was found on a day, by whom and why; added to, never changed."""

    key_project = models.ForeignKey(KeyProject, on_delete=models.PROTECT, related_name="stages")
    maturity = models.CharField(_("maturity"), max_length=10, choices=KeyProject.Maturity)
    why = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="a_stage_says_why", condition=~models.Q(why=""))]
