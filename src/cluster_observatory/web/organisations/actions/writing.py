"""Writing values into a profile, within the transaction of an act that has locked it."""

from cluster_observatory.web.base import audit
from cluster_observatory.web.organisations.criteria import CLUSTER_KINDS
from cluster_observatory.web.organisations.models import ClusterDetails, Organisation
from cluster_observatory.web.organisations.profile_fields import PERSONAL, model_of, value_of


def write(organisation, values, *, act, person, now, reason=""):
    """Write values in JSON's types into a locked profile and record it."""
    before = {field: value_of(organisation, field) for field in values}
    kind = values.get("kind", organisation.kind)
    if kind in CLUSTER_KINDS and not hasattr(organisation, "cluster"):
        organisation.cluster = ClusterDetails.objects.create(organisation=organisation)
    for field, value in values.items():
        model = model_of(field)
        thing = organisation if model is Organisation else organisation.cluster
        setattr(thing, field, model._meta.get_field(field).to_python(value))
    if any(model_of(field) is ClusterDetails for field in values):
        organisation.cluster.save()
    organisation.version += 1
    organisation.changed_at = now
    organisation.save()
    audit.record(
        act=act, thing=organisation, actor=person, now=now, reason=reason,
        changes={
            field: [None, None] if field in PERSONAL else [before[field], value] for field, value in values.items()
        },
    )  # fmt: skip


def touch(organisation, now):
    """Add one to the version of a locked profile, so that who saw an earlier one is told."""
    organisation.version += 1
    organisation.changed_at = now
    organisation.save(update_fields=["version", "changed_at"])
