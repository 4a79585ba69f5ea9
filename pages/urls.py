"""All addresses of the product."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_safe


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Says that the server answers."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("healthz", health, name="health"),
    path("", include("pages.account.urls")),
    path("", include("pages.inbox.urls")),
    path("", include("pages.notices.urls")),
    path("", include("pages.requests.urls")),
    path("", include("pages.cases.urls")),
    path("", include("pages.papers.urls")),
    path("", include("pages.customers.urls")),
    path("", include("pages.revenue.urls")),
    path("", include("pages.gradings.urls")),
    path("", include("pages.settings.urls")),
    path("", include("pages.people.urls")),
    path("", include("pages.managers.urls")),
    path("", include("pages.monitor.urls")),
    path("", include("pages.bidding.urls")),
    path("", include("pages.development.urls")),
    path("", include("pages.projects.urls")),
    path("", include("pages.consents.urls")),
    path("", include("pages.discounts.urls")),
    path("", include("pages.probation.urls")),
    path("", include("pages.instructions.urls")),
    path("", include("pages.works.urls")),
    path("", include("pages.overview.urls")),
    path("", include("pages.administration.urls")),
    path("", include("pages.rules.urls")),
    path("", include("pages.styleguide.urls")),
]
