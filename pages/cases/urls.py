"""One case: read, decide, bring others in, withdraw, suspend, tell others of it, fetch its files."""

from django.urls import path

from pages.cases import administering, informing, passing_on, views
from pages.cases.decide import decide
from pages.cases.drafting import keep
from pages.cases.meeting import meeting
from pages.cases.waiting import end_wait

STEP = "cases/<int:pk>/steps/<int:assignment_id>"

urlpatterns = [
    path("cases/<int:pk>/", views.show, name="case"),
    path("cases/<int:pk>/decide/<int:assignment_id>/", decide, name="decide"),
    path("cases/<int:pk>/decide/<int:assignment_id>/draft/", keep, name="opinion-draft"),
    path("cases/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path(f"{STEP}/transfer/", passing_on.transfer, name="transfer"),
    path(f"{STEP}/advice/", passing_on.delegate, name="delegate"),
    path(f"{STEP}/signer/", passing_on.add_signer, name="add-signer"),
    path(f"{STEP}/remove/", passing_on.remove_signer, name="remove-signer"),
    path(f"{STEP}/reassign/", passing_on.reassign, name="reassign"),
    path(f"{STEP}/take-back/", passing_on.take_back, name="take-back"),
    path("cases/<int:pk>/urge/", informing.urge, name="urge"),
    path("cases/<int:pk>/copy/", informing.copy, name="copy"),
    path("cases/<int:pk>/suspend/", administering.suspend, name="suspend"),
    path("cases/<int:pk>/resume/", administering.resume, name="resume"),
    path("cases/<int:pk>/terminate/", administering.terminate, name="terminate"),
    path("cases/<int:pk>/wait/<slug:verdict>/", end_wait, name="end-wait"),
    path("cases/<int:pk>/meeting/", meeting, name="meeting"),
    path("cases/<int:pk>/discard/", views.discard, name="discard"),
    path("cases/<int:pk>/comments/", informing.comment, name="comment"),
    path("attachments/<int:pk>/preview/", views.preview, name="attachment-preview"),
    path("attachments/<int:pk>/words/", views.words, name="attachment-words"),
    path("attachments/<int:pk>/", views.attachment, name="attachment"),
]
