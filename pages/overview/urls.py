"""总览."""

from django.urls import path

from pages.overview import views

urlpatterns = [
    path("overview/", views.show, name="overview"),
    path("overview/export/", views.export, name="overview-export"),
]
