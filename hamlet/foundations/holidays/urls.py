from django.urls import path

from hamlet.foundations.holidays import views

app_name = "holidays"
urlpatterns = [
    path("", views.holidays, name="holidays"),
    path("<int:pk>/remove/", views.remove, name="remove"),
    path("school/", views.school_holidays, name="school_holidays"),
    path("school/<int:pk>/remove/", views.remove_school, name="remove_school"),
]
