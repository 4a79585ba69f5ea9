"""保护期 and 潜在客户公告: who develops whom until when, and which customers are announced."""

from django.urls import path

from pages.development import announcing, views

urlpatterns = [
    path("protections/", views.protections, name="protections"),
    path("announcements/", announcing.announcements, name="announcements"),
    path("announcements/new/", announcing.publish, name="announcement-new"),
    path("announcements/<int:announcement_id>/", announcing.show, name="announcement"),
    path("announcements/<int:announcement_id>/close/", announcing.close, name="announcement-close"),
]
