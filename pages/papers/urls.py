"""The addresses of papers, and of the page where anybody can check one."""

from django.urls import path

from pages.papers import checking, listing, packing, views, voiding

urlpatterns = [
    path("papers/", listing.show, name="papers"),
    path("papers/bundle/", listing.gather, name="papers-bundle"),
    path("papers/<int:pk>/", views.download, name="paper"),
    path("papers/<int:pk>/void/", voiding.void, name="void-paper"),
    path("papers/<int:pk>/reissue/", voiding.reissue, name="reissue-paper"),
    path("papers/<int:pk>/retry/", voiding.retry, name="retry-paper"),
    path("cases/<int:pk>/preview/", views.preview, name="preview"),
    path("cases/<int:pk>/package/", packing.package, name="case-package"),
    path("verify/", checking.ask, name="verify"),
    path("verify/file/", checking.by_file, name="verify-file"),
    path("verify/<str:code>/", checking.by_code, name="verified"),
]
