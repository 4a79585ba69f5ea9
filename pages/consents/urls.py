"""跨片区同意: who may market where by consent; the heads of the centre take one back."""

from django.urls import path

from pages.consents import views

urlpatterns = [
    path("consents/", views.consents, name="consents"),
    path("cases/<int:pk>/consent/take-back/", views.take_back, name="consent-take-back"),
]
