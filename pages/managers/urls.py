"""客户经理: register, monthly scorecards, pay."""

from django.urls import path

from pages.managers import entering, months, objecting, paying, peers, views

urlpatterns = [
    path("managers/", views.listed, name="managers"),
    path("managers/appoint/", views.appoint, name="manager-appoint"),
    path("managers/<int:manager_id>/", views.show, name="manager"),
    path("managers/<int:manager_id>/move/", views.move, name="manager-move"),
    path("managers/<int:manager_id>/leave/", views.leave, name="manager-leave"),
    path("managers/<int:manager_id>/terms/", views.terms, name="manager-terms"),
    path("managers/changes/<int:change_id>/file/", views.file, name="manager-file"),
    path("scores/", months.listed, name="scores"),
    path("scores/close/", months.close, name="scores-close"),
    path("scores/peers/", peers.rate, name="scores-peers"),
    path("scores/<int:card_id>/", months.show, name="scorecard"),
    path("scores/<int:card_id>/pdf/", months.pdf, name="scorecard-pdf"),
    path("scores/<int:card_id>/enter/", entering.enter, name="scorecard-enter"),
    path("scores/<int:card_id>/correct/", entering.correct, name="scorecard-correct"),
    path("scores/<int:card_id>/object/", objecting.object_to, name="scorecard-object"),
    path("scores/<int:card_id>/uphold/", objecting.uphold, name="scorecard-uphold"),
    path("scores/<int:card_id>/pay/", paying.show, name="scorecard-pay"),
]
