"""客户: the register, one customer, its agreements, ledger, archive and past."""

from django.urls import path

from pages.customers import (
    booking,
    caring,
    delegating,
    describing,
    filing,
    own_parts,
    provincial,
    ranking,
    rights_parts,
    signing,
    special,
    views,
)

PARTS = (own_parts, rights_parts, delegating)  # importing them registers the parts of the page
_ONE = "customers/<int:customer_id>/"

urlpatterns = [
    path("customers/", views.everybody, name="customers"),
    path("customers/export/", views.export, name="customers-export"),
    path("customers/ranking/", ranking.show, name="customer-ranking"),
    path("customers/ranking/export/", ranking.export, name="customer-ranking-export"),
    path("customers/filing/", provincial.show, name="customer-filing"),
    path("customers/filing/export/", provincial.export, name="customer-filing-export"),
    path(_ONE, views.show, name="customer"),
    path(f"{_ONE}history/", views.history, name="customer-history"),
    path(f"{_ONE}edit/", describing.edit, name="customer-edit"),
    path(f"{_ONE}id/", describing.issue_id, name="customer-id"),
    path(f"{_ONE}managers/", caring.managers, name="customer-managers"),
    path(f"{_ONE}special/", special.special, name="customer-special"),
    path(f"{_ONE}delegation/", delegating.delegation, name="customer-delegation"),
    path(
        f"{_ONE}delegation/<int:delegation_id>/end/",
        delegating.end,
        name="customer-delegation-end",
    ),
    path(f"{_ONE}agreements/", signing.signed, name="customer-agreements"),
    path(
        f"{_ONE}agreements/<int:agreement_id>/withdraw/",
        signing.withdraw,
        name="customer-agreement-withdraw",
    ),
    path(f"{_ONE}revenue/", booking.entries, name="customer-revenue"),
    path(f"{_ONE}revenue/<int:row_id>/", booking.correct, name="customer-revenue-correct"),
    path(f"{_ONE}revenue/<int:row_id>/collect/", booking.collect, name="customer-revenue-collect"),
    path(f"{_ONE}archive/", filing.show, name="customer-archive"),
    path(f"{_ONE}archive/confirm/", filing.confirm, name="customer-archive-confirm"),
    path(f"{_ONE}persons/", filing.persons, name="customer-persons"),
    path(f"{_ONE}archive/<str:group>/", filing.versions, name="customer-archive-versions"),
    path(f"{_ONE}archive/<str:group>/<int:item>/", filing.edit, name="customer-archive-edit"),
]
