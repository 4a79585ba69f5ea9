"""通知."""

from django.urls import path

from pages.notices import choices, views

urlpatterns = [
    path("settings/notices/", choices.show, name="notice-choices"),
    path("notices/", views.show, name="notices"),
    path("notices/read/", views.read, name="notices-read"),
]
