"""通知."""

from django.urls import path

from pages.notices import views

urlpatterns = [
    path("notices/", views.show, name="notices"),
    path("notices/read/", views.read, name="notices-read"),
]
