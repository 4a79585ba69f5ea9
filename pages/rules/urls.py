"""规则: chapters and figures in words, proposals for another figure, the word of a second person."""

from django.urls import path

from pages.rules import amending, choosing, revoking, views

urlpatterns = [
    path("rules/", views.chapters, name="rules"),
    path("rules/set/", choosing.choose, name="rule-set"),
    path("rules/amendments/", amending.everything, name="rule-amendments"),
    path("rules/amendments/<int:amendment_id>/", amending.show, name="rule-amendment"),
    path("rules/amendments/<int:amendment_id>/settle/", amending.settle, name="rule-settle"),
    path("rules/amendments/<int:amendment_id>/revoke/", revoking.revoke, name="rule-revoke"),
    path("rules/<slug:chapter>/", views.chapter, name="rule-chapter"),
    path("rules/<slug:chapter>/<slug:figure>/amend/", amending.propose, name="rule-amend"),
]
