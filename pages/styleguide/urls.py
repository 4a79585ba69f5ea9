"""The style guide of the demo."""

from django.urls import path

from pages.styleguide import views

urlpatterns = [path("styleguide/", views.show, name="styleguide")]
