"""The addresses of papers, and of the page where anybody can check one."""

from django.urls import path

from pages.papers import views

urlpatterns = [
    path("papers/<int:pk>/", views.download, name="paper"),
    path("verify/", views.ask, name="verify"),
    path("verify/<str:code>/", views.verify, name="verified"),
]
