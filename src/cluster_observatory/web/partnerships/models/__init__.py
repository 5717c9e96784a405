"""What there is: initiatives and their generations, partnerships and their members, certificates, results, measures."""

from cluster_observatory.web.partnerships.models.certificates import Certificate
from cluster_observatory.web.partnerships.models.initiatives import Generation, Initiative
from cluster_observatory.web.partnerships.models.partnerships import Amendment, Partner, Partnership
from cluster_observatory.web.partnerships.models.results import Measure, Result

__all__ = [
    "Amendment", "Certificate", "Generation", "Initiative", "Measure", "Partner", "Partnership", "Result",
]  # fmt: skip
