"""待办, 已办, 我发起的, 草稿."""

from django.urls import path

from pages.inbox import views

urlpatterns = [
    path("", views.home, name="home"),
    path("inbox/", views.waiting, name="inbox"),
    path("done/", views.decided, name="done"),
    path("sent/", views.sent, name="sent"),
    path("drafts/", views.drafts, name="drafts"),
]
