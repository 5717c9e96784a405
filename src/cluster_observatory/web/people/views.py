"""What a person sees of their own account."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render


@login_required
def me(request):
    """Show the account, what waits for the person, and where everything of theirs is."""
    return render(request, "people/me.html", {"nav": "account"})
