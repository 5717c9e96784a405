"""What is shown of partnerships."""

from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def registry(request):
    """Show the registry."""
    return render(request, "partnerships/registry.html", {"nav": "partnerships"})
