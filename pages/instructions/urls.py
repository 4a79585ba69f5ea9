"""处理指令: what rulings order, for those who carry it out."""

from django.urls import path

from pages.instructions import views

urlpatterns = [
    path("instructions/", views.instructions, name="instructions"),
    path("instructions/<int:instruction_id>/done/", views.done, name="instruction-done"),
]
