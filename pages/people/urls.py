"""人员: posts, accounts, hand-over of a leaver."""

from django.urls import path

from pages.people import handing, passwords, views

urlpatterns = [
    path("settings/people/", views.everybody, name="people"),
    path("settings/people/<int:person_id>/", views.show, name="person"),
    path("settings/people/<int:person_id>/appoint/", views.appoint, name="person-appoint"),
    path("settings/people/<int:person_id>/relieve/", views.relieve, name="person-relieve"),
    path("settings/people/<int:person_id>/deactivate/", views.deactivate, name="person-deactivate"),
    path("settings/people/<int:person_id>/reactivate/", views.reactivate, name="person-reactivate"),
    path(
        "settings/people/<int:person_id>/password-link/",
        passwords.give_link,
        name="person-password-link",
    ),
    path("settings/people/<int:person_id>/handover/", handing.hand_over, name="person-handover"),
]
