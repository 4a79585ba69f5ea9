"""定级: the runs of a bureau, their results, the word of the centre."""

from django.urls import path

from pages.gradings import views

urlpatterns = [
    path("gradings/", views.everything, name="gradings"),
    path("gradings/<int:run_id>/", views.show, name="grading"),
    path("gradings/<int:run_id>/confirm/", views.confirm, name="grading-confirm"),
    path("gradings/<int:run_id>/drop/", views.drop, name="grading-drop"),
    path("gradings/<int:run_id>/<int:result_id>/", views.result, name="grading-result"),
    path("gradings/<int:run_id>/<int:result_id>/scope/", views.choose_scope, name="grading-scope"),
]
