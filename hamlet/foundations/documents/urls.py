from django.urls import path

from hamlet.foundations.documents import views

app_name = "documents"
urlpatterns = [path("<uuid:pk>/", views.document, name="document")]
