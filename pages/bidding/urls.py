"""公开竞标: what is put out to bidding, a unit's bid, the key that opens bids, the opening."""

from django.urls import path

from pages.bidding import keys, views

urlpatterns = [
    path("tenders/", views.listed, name="tenders"),
    path("tenders/<int:tender_id>/", views.show, name="tender"),
    path("tenders/<int:tender_id>/bid/", views.bid, name="tender-bid"),
    path("tenders/<int:tender_id>/open/", keys.open_bids, name="tender-open"),
    path("tenders/<int:tender_id>/bids/<int:bid_id>/file/", views.file, name="bid-file"),
    path("settings/seal-key/", keys.mine, name="seal-key"),
]
