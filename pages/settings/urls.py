"""代理: who stands in for whom. 常用语: words for opinions."""

from django.urls import path

from pages.settings import phrases, views

urlpatterns = [
    path("settings/substitutions/", views.substitutes, name="substitutions"),
    path("settings/substitutions/end/", views.end, name="substitution-end"),
    path("settings/phrases/", phrases.show, name="phrases"),
    path("settings/phrases/remove/", phrases.remove, name="phrase-remove"),
    path("settings/phrases/offered/", phrases.offered, name="phrases-offered"),
]
