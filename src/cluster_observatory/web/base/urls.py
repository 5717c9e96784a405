"""The addresses of base."""

app_name = "base"
urlpatterns = []
