from django.urls import path

from hamlet.learning.views import actions as views

app_name = "learning"
urlpatterns = [
    path("", views.actions, name="actions"),
    path("new/", views.add, name="add"),
    path("themes/", views.themes, name="themes"),
    path("themes/new/", views.add_theme, name="add_theme"),
    path("download.csv", views.download, {"form": "csv"}, name="csv"),
    path("download.xlsx", views.download, {"form": "xlsx"}, name="xlsx"),
    path("<str:reference>/", views.action, name="action"),
    *(
        path(f"<str:reference>/{what}/", views.change, {"what": what}, name=f"action_{what}")
        for what in ("progress", "move", "owner", "done", "stop")
    ),
]
