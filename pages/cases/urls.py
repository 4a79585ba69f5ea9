"""One case: read, decide, withdraw, discard, fetch its files."""

from django.urls import path

from pages.cases import views
from pages.cases.decide import decide

urlpatterns = [
    path("cases/<int:pk>/", views.show, name="case"),
    path("cases/<int:pk>/decide/<int:assignment_id>/", decide, name="decide"),
    path("cases/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("cases/<int:pk>/discard/", views.discard, name="discard"),
    path("attachments/<int:pk>/", views.attachment, name="attachment"),
]
