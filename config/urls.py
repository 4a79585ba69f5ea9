"""The addresses are those of pages/; what goes wrong is answered there too."""

from django.urls import include, path

urlpatterns = [path("", include("pages.urls"))]

handler400 = "pages.failures.bad_request"
handler403 = "pages.failures.forbidden"
handler404 = "pages.failures.not_found"
handler500 = "pages.failures.broken"
