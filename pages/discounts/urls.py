"""资费优惠: what is granted, what is charged, and the bureau's table of ceilings and deciders."""

from django.urls import path

from pages.discounts import table, using, views

urlpatterns = [
    path("discounts/", views.discounts, name="discounts"),
    path("discounts/uses/", using.flagged, name="discount-uses"),
    path("discounts/uses/new/", using.enter, name="discount-use-new"),
    path("discounts/table/", table.show, name="discount-table"),
    path("discounts/table/settle/", table.settle, name="discount-table-settle"),
    path("discounts/<int:grant_id>/", views.show, name="discount"),
    path("discounts/<int:grant_id>/revoke/", views.revoke, name="discount-revoke"),
]
