"""What is shown of organisations."""

from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def directory(request):
    """Show the directory."""
    return render(request, "organisations/directory.html", {"nav": "organisations"})
