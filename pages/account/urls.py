"""Log-in, log-out, language, the first password."""

from django.contrib.auth.views import LogoutView
from django.urls import path
from django.views.i18n import set_language

from pages.account import first_password, views

urlpatterns = [
    path("login/", views.LogIn.as_view(), name="login"),
    path("login/demo/", views.demo_log_in, name="demo-login"),
    path(
        "password/<uidb64>/<token>/",
        first_password.FirstPassword.as_view(),
        name="first-password",
    ),
    path("logout/", LogoutView.as_view(http_method_names=["post"]), name="logout"),
    path("language/", set_language, name="set_language"),
]
