"""An organisation as it presents itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelsearch import index

from cluster_observatory.web.base.languages import TextsField
from cluster_observatory.web.base.models import Tracked
from cluster_observatory.web.organisations.searched import words_of


class Organisation(index.Indexed, Tracked):
    """An organisation with a profile; its states are those of `process.PROFILE`, and `search` knows its words."""

    class Kind(models.TextChoices):
        """What sort of organisation it is."""

        CLUSTER_ORGANISATION = "cluster_organisation", _("cluster organisation")
        BUSINESS_NETWORK = "business_network", _("business network")
        SME = "sme", _("small or medium-sized enterprise")
        LARGE_COMPANY = "large_company", _("large company")
        SCALE_UP_SUPPORT = "scale_up_support", _("support for start-ups and scale-ups")
        RESEARCH = "research", _("research organisation")
        TRAINING = "training", _("training provider")
        PUBLIC_AUTHORITY = "public_authority", _("public authority")
        NATIONAL_ASSOCIATION = "national_association", _("national cluster association")
        CLUSTER_NETWORK = "cluster_network", _("network of clusters")
        INVESTOR = "investor", _("investor")
        OTHER = "other", _("other")

    class Source(models.TextChoices):
        """Where the profile comes from."""

        SELF = "self", _("entered by the organisation")
        IMPORT = "import", _("imported")
        MODERATOR = "moderator", _("entered by a moderator")
        DEMONSTRATION = "demonstration", _("invented for demonstration")

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_original = models.CharField(_("name in the original language"), max_length=200, blank=True)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    kind = models.CharField(_("type"), max_length=30, choices=Kind.choices)
    legal_form = models.CharField(_("legal form"), max_length=100, blank=True)
    pic = models.CharField("PIC", max_length=9, blank=True)
    vat = models.CharField(_("VAT number"), max_length=20, blank=True)
    national_number = models.CharField(_("national register number"), max_length=40, blank=True)
    lei = models.CharField("LEI", max_length=20, blank=True)
    founded_in = models.PositiveSmallIntegerField(_("year of foundation"), null=True, blank=True)
    website = models.URLField(_("website"), blank=True)
    website_in_english = models.URLField(_("website in English"), blank=True)
    email = models.EmailField(_("public e-mail address"), blank=True)
    phone = models.CharField(_("public telephone number"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2)
    region = models.CharField(_("region (NUTS)"), max_length=5, blank=True)
    nuts_edition = models.PositiveSmallIntegerField(default=2021)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    description = TextsField(_("what it does"))
    mission = TextsField(_("what it is there for"))
    languages = models.JSONField(_("languages it works in"), default=list, blank=True)
    recognised_by = models.CharField(_("recognised by a cluster programme"), max_length=200, blank=True)
    is_social_economy = models.BooleanField(_("cluster of the social economy"), default=False)
    source = models.CharField(max_length=20, choices=Source.choices, default=Source.SELF)
    published_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    search_fields = [index.AutocompleteField("searched_words")]
    search_auto_update = False

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["state", "country"]), models.Index(fields=["kind"])]

    def __str__(self):
        return self.name

    @property
    def searched_words(self):
        """The words by which it is found."""
        return words_of(self)


class Contact(models.Model):
    """Someone who answers for an organisation, as it chose to name them; shown to the public only where it says so."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=150)
    role = models.CharField(_("role"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    is_public = models.BooleanField(_("shown to everyone"), default=False)
    person = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["pk"]


class FormerAddress(models.Model):
    """A slug under which an organisation was found before: after a merger, or another name."""

    slug = models.SlugField(max_length=80, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="former_addresses")
