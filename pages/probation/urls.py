"""考核培训期: the list with its lights, one period, its leave and quotas, the workbook."""

from django.urls import path

from pages.probation import entering, views

ONE = "probations/<int:probation_id>"

urlpatterns = [
    path("probations/", views.listed, name="probations"),
    path("probations/export/", views.export, name="probation-export"),
    path(f"{ONE}/", views.show, name="probation"),
    path(f"{ONE}/leave/", entering.leave, name="probation-leave"),
    path(f"{ONE}/leave/<int:leave_id>/", entering.take_back, name="probation-leave-back"),
    path(f"{ONE}/quota/", entering.quota, name="probation-quota"),
]
