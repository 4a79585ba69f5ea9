"""监控: what stands still."""

from django.urls import path

from pages.monitor import views

urlpatterns = [path("monitor/", views.show, name="monitor")]
