"""营销项目: what was approved, the bureau's key projects, one project and how far it has come."""

from django.urls import path

from pages.projects import views

urlpatterns = [
    path("projects/", views.projects, name="projects"),
    path("projects/<int:project_id>/", views.show, name="project"),
    path("projects/<int:project_id>/maturity/", views.set_maturity, name="project-maturity"),
]
