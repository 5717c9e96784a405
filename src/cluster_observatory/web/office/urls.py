"""The addresses of office."""

app_name = "office"
urlpatterns = []
