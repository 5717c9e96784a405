"""The feed of partnerships that have become public."""

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from cluster_observatory.web.partnerships import findings, queries

NEWEST = 30


class NewPartnerships(Feed):
    """The newest public partnerships, as Atom."""

    feed_type = Atom1Feed

    def title(self):
        """Return the title."""
        return _("Partnerships")

    def link(self):
        """Return the address of the registry."""
        return reverse("partnerships:registry")

    def items(self):
        """Return the newest partnerships."""
        return queries.with_members(queries.public().select_related("initiative").order_by("-created_at", "-pk"))[
            :NEWEST
        ]

    def item_title(self, item):
        """Return what the partnership is."""
        return findings.of_partnership(item, item.members)

    def item_description(self, item):
        """Return its title."""
        return item.title

    def item_link(self, item):
        """Return the address of its page."""
        return reverse("partnerships:page", args=[item.slug])

    def item_pubdate(self, item):
        """Return when it was registered."""
        return item.created_at

    def item_updateddate(self, item):
        """Return when it changed last."""
        return item.changed_at
