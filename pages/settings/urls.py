"""代理: who stands in for whom."""

from django.urls import path

from pages.settings import views

urlpatterns = [
    path("settings/substitutions/", views.substitutes, name="substitutions"),
    path("settings/substitutions/end/", views.end, name="substitution-end"),
]
