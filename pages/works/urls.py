"""进度: long work that the reader asked for."""

from django.urls import path

from pages.works import views

urlpatterns = [
    path("works/", views.mine, name="works"),
    path("works/<int:work_id>/", views.show, name="work"),
    path("works/<int:work_id>/file/", views.file, name="work-file"),
    path("works/<int:work_id>/stop/", views.stop, name="work-stop"),
    path("works/<int:work_id>/again/", views.again, name="work-again"),
]
