"""The catalogue of requests, and their forms."""

from django.urls import path

from pages.requests import views

urlpatterns = [
    path("requests/", views.catalogue, name="requests"),
    path("requests/new/<slug:name>/", views.new, name="new"),
    path("requests/route/<slug:name>/", views.route, name="route"),
    path("requests/customers/<slug:name>/", views.customers, name="customers-offered"),
    path("cases/<int:pk>/edit/", views.edit, name="edit"),
]
