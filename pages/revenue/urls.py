"""收入: what is owed, files of the ledger, the bureau’s own revenue."""

from django.urls import path

from pages.revenue import views

urlpatterns = [
    path("revenue/arrears/", views.owed, name="arrears"),
    path("revenue/import/", views.bring, name="revenue-import"),
    path("revenue/import/template/", views.template, name="revenue-template"),
    path("revenue/import/<int:upload_id>/", views.upload, name="revenue-upload"),
    path("revenue/import/<int:upload_id>/forget/", views.forget, name="revenue-forget"),
    path("revenue/bureau/", views.whole, name="revenue-bureau"),
]
