"""The addresses are those of pages/ and the operators' window; pages/ says what goes wrong."""

from django.urls import include, path

from config.window.site import window

urlpatterns = [path("operators/", window.urls), path("", include("pages.urls"))]

handler400 = "pages.failures.bad_request"
handler403 = "pages.failures.forbidden"
handler404 = "pages.failures.not_found"
handler500 = "pages.failures.broken"
