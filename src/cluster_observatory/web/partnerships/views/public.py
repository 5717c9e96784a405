"""What everyone sees of a partnership: its page, and its certificates, which anyone can verify."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cluster_observatory.errors import NotFound
from cluster_observatory.web.base.public_addresses import public
from cluster_observatory.web.organisations import vocabularies
from cluster_observatory.web.organisations.models import Organisation
from cluster_observatory.web.organisations.rules import PUBLIC_STATES
from cluster_observatory.web.partnerships import certificate_sheet, codes, findings, qr, queries, rules, structured_data
from cluster_observatory.web.partnerships.models import Certificate, Partnership
from cluster_observatory.web.partnerships.process import CERTIFICATE, PARTNERSHIP

HOLDS_FOR_AN_HOUR = "public, max-age=3600"


@require_safe
def page(request, slug):
    """Show a partnership: members, objectives, results, measures and certificates."""
    found = queries.with_members(Partnership.objects.select_related("initiative", "generation"))
    partnership = get_object_or_404(found, slug=slug)
    if rules.obstacle_to_seeing(partnership, request.user):
        raise Http404
    sees_within = rules.obstacle_to_seeing_within(partnership, request.user) is None
    for place in partnership.members:
        place.country = vocabularies.country_name(place.organisation.country)
        place.is_public = place.organisation.state in PUBLIC_STATES
    results = partnership.results.select_related("file")

    def address(name, thing):
        return public(request, reverse(name, args=[thing.slug]))

    context = {
        "partnership": partnership,
        "state": PARTNERSHIP.states[partnership.state],
        "finding": findings.of_partnership(partnership, partnership.members),
        "initiative_name": findings.name_of(partnership.initiative),
        "sectors": [(code, vocabularies.label("sectors", code)) for code in partnership.sectors],
        "target_countries": [vocabularies.country_name(code) for code in partnership.target_countries],
        "results": results if sees_within else results.filter(is_public=True),
        "measures": partnership.measures.all(),
        "certificates": [(one, CERTIFICATE.states[one.state]) for one in partnership.certificates.all()],
        "is_invented": partnership.source == Organisation.Source.DEMONSTRATION,
        "is_public": partnership.state in rules.PUBLIC_STATES,
        "can_manage": sees_within,
        "structured_data": structured_data.of_partnership(
            partnership,
            address("partnerships:page", partnership),
            lambda organisation: address("organisations:profile", organisation),
        ),
        "nav": "partnerships",
    }
    return render(request, "partnerships/page.html", context)


@require_safe
def verify_any(request):
    """Ask for the code of a certificate, and lead to its page."""
    typed = request.GET.get("code", "")
    if code := codes.read(typed)[: codes.LONGEST]:
        return redirect("partnerships:verify", code=code)
    return render(request, "partnerships/verify_any.html", {"nav": "partnerships"})


@require_safe
def verify(request, code):
    """Say what a certificate says, and whether it holds."""
    certificate = _certificate(code)
    partnership = certificate.partnership
    context = {
        "certificate": certificate,
        "partnership": partnership,
        "initiative_name": findings.name_of(partnership.initiative),
        "members": [
            (place.organisation.name, vocabularies.country_name(place.organisation.country), place.get_role_display())
            for place in partnership.members
        ],
        "is_valid": certificate.state == "issued",
        "code": codes.written(certificate.code),
        "address": _address(request, certificate),
        "is_invented": partnership.source == Organisation.Source.DEMONSTRATION,
        "is_public": partnership.state in rules.PUBLIC_STATES,
        "nav": "partnerships",
    }
    response = render(request, "partnerships/verify.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def certificate_code(request, code):
    """Give the address of a certificate as a QR code in SVG."""
    response = HttpResponse(qr.svg(_address(request, _certificate(code))), content_type="image/svg+xml")
    response.headers["Cache-Control"] = HOLDS_FOR_AN_HOUR
    return response


@require_safe
def certificate_file(request, code):
    """Give a certificate as a PDF; one that was revoked is given no more."""
    certificate = _certificate(code)
    if certificate.state != "issued":
        raise NotFound(_("This certificate was revoked: there is no PDF of it any more."))
    written = certificate_sheet.pdf(certificate, _address(request, certificate), get_language())
    headers = {"Content-Disposition": f'inline; filename="{certificate.number}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(written, content_type="application/pdf", headers=headers)


def _certificate(code):
    """Return the certificate of a code; raises NotFound, with words, where there is none."""
    found = Certificate.objects.select_related("partnership__initiative", "partnership__generation")
    certificate = found.filter(code__iexact=codes.read(code)).first()
    if certificate is None:
        raise NotFound(
            _(
                "No certificate has this code. Compare it with the one on paper, letter by letter: there are no "
                "zeros and no ones in the codes of this site. If it still leads here, the certificate is not ours."
            )
        )
    certificate.partnership.members = list(
        queries.with_members(Partnership.objects.filter(pk=certificate.partnership_id)).get().members
    )
    return certificate


def _address(request, certificate):
    return public(request, reverse("partnerships:verify", args=[certificate.code]))
