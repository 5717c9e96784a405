"""Topics beside sectors and clusters: scoreboards with their parts, the innovation index, business demography."""

from cluster_observatory.web.atlas.topics.queries import offered

__all__ = ["offered"]
