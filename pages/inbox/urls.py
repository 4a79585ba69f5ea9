"""待办 (one by one or 批量), 已办, 我发起的, 抄送我的, 草稿."""

from django.urls import path

from pages.inbox import bulk, views, waiting

urlpatterns = [
    path("", views.home, name="home"),
    path("inbox/", waiting.show, name="inbox"),
    path("inbox/views/", waiting.keep, name="inbox-keep"),
    path("inbox/views/forget/", waiting.forget, name="inbox-forget"),
    path("inbox/bulk/", bulk.decide, name="inbox-bulk"),
    path("done/", views.decided, name="done"),
    path("copies/", views.copies, name="copies"),
    path("sent/", views.sent, name="sent"),
    path("drafts/", views.drafts, name="drafts"),
]
