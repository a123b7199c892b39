from django.urls import path

from hamlet.foundations.moving_in import views

app_name = "moving_in"
urlpatterns = [
    path("", views.start, name="start"),
    path("uploads/<int:pk>/", views.upload, name="upload"),
    path("uploads/<int:pk>/columns/", views.columns, name="columns"),
    path("uploads/<int:pk>/import/", views.import_rows, name="import"),
    path("uploads/<int:pk>/delete/", views.forget, name="forget"),
    path("<slug:key>/", views.send, name="send"),
    path("<slug:key>/template.csv", views.template, {"form": "csv"}, name="template_csv"),
    path("<slug:key>/template.xlsx", views.template, {"form": "xlsx"}, name="template_xlsx"),
]
