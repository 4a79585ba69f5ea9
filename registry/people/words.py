"""What the items of a card, and what is entered for it, are called."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ITEMS: dict[str, Any] = {
    "attendance": _("Attendance"),
    "visits": _("Visits and development of customers"),
    "training": _("Training and exams"),
    "crm": _("Customer data complete and right"),
    "logs": _("Marketing logs"),
    "plans": _("Marketing plans"),
    "attitude": _("Responsibility, teamwork, innovation, initiative"),
    "tasks": _("Tasks done on time and well"),
    "base": _("Base performance"),
    "written": _("Plans written"),
    "adopted": _("Plans adopted with good effect"),
    "support": _("Planning support for account managers"),
    "events": _("Promotion meetings and customer events"),
    "conduct_attendance": _("Conduct: attendance"),
    "conduct_responsibility": _("Conduct: responsibility"),
    "conduct_teamwork": _("Conduct: teamwork"),
    "conduct_innovation": _("Conduct: innovation"),
    "conduct_initiative": _("Conduct: initiative"),
    "bought_items": _("Mail items bought to inflate volume"),
    "forbidden_items": _("Forbidden or restricted items accepted"),
    "leaked_data": _("Customer data leaked"),
    "fought_over": _("Old customers fought over"),
    "complaints": _("Justified complaint of a customer"),
    "other_deduction": _("Other deductions"),
    "arrears": _("Arrears"),
    "cases_city": _("Case praised by the municipal bureau"),
    "cases_province": _("Case praised by the provincial company"),
    "cases": _("Case praised by bureau or province"),
    "other_bonus": _("Other bonuses"),
}
FACTS: dict[str, Any] = ITEMS | {
    "attendance_absences": _("Unexcused absences from the morning meeting"),
    "attendance_lates": _("Times late or leaving early"),
    "visits_lacking": _("Visits lacking"),
    "training_absences": _("Unexcused absences from training"),
    "training_lates": _("Times late at training"),
    "training_failures": _("Exams failed"),
    "crm_defects": _("Wrong or missing items in the customer data"),
    "logs_lacking": _("Logs lacking"),
    "plans_lacking": _("Plans lacking"),
    "plans_written": _("Plans written this month"),
    "income_yuan": _("Marketing income of the month (yuan)"),
    "target_yuan": _("Task of the month (yuan)"),
    "arrears_months": _("Age of the oldest arrears (months)"),
    "director_attitude": _("Director’s rating: responsibility, teamwork, innovation, initiative"),
    "director_tasks": _("Director’s rating: tasks done on time and well"),
    "team_per_capita_yuan": _("Performance of the team per head (yuan)"),
    "team_completion": _("Completion of the team’s target (%)"),
    "planned_yuan": _("Planned performance that was collected (yuan)"),
    "violation": _("Violation of discipline, confirmed"),
}
# What somebody read, as a trace names it; the cases by their kinds.
READ: dict[str, Any] = {
    "scorecard": _("Scorecard"),
    "scores": _("List of scores"),
    "paper": _("Paper"),
    "pay": _("Pay"),
    "probation": _("Training period"),
    "probations": _("List of training periods"),
    "probation_file": _("Workbook of training periods"),
    "rank_change": _("Change of rank"),
    "discipline": _("Marketing discipline"),
    "year_end": _("Year-end adjustment"),
}


def item(code: str) -> Any:
    """The name of an item of a card."""
    return ITEMS.get(code, code)


def fact(code: str) -> Any:
    """The name of what is entered."""
    return FACTS.get(code, code)


def read(code: str) -> Any:
    """The name of what somebody read."""
    return READ.get(code, code)
