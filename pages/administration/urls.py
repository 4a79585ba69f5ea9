"""设置: the index, the own profile, units, files of the organisation, what the bureau goes by."""

from django.urls import path

from pages.administration import bureau, files, profile, units, views

urlpatterns = [
    path("settings/", views.index, name="settings"),
    path("settings/profile/", profile.show, name="profile"),
    path("settings/password/", profile.password, name="password"),
    path("settings/bureau/", bureau.show, name="bureau"),
    path("settings/units/", units.everything, name="units"),
    path("settings/units/new/", units.new, name="unit-new"),
    path("settings/units/<int:unit_id>/", units.show, name="unit"),
    path("settings/files/<slug:subject>/", files.bring, name="files"),
    path("settings/files/<slug:subject>/template/", files.template, name="files-template"),
    path("settings/files/<slug:subject>/export/", files.export, name="files-export"),
    path("settings/files/<slug:subject>/<int:upload_id>/", files.upload, name="files-upload"),
    path(
        "settings/files/<slug:subject>/<int:upload_id>/forget/", files.forget, name="files-forget"
    ),
]
