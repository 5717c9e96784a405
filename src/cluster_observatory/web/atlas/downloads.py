"""Every kind of table that pages give as a file, by the name in its address: a function of edition and parameters."""

from cluster_observatory.web.atlas import choice_files, comparison_files, partner_files, revision_files
from cluster_observatory.web.atlas.topics import taken as topic_files

TABLES = {
    "explore": choice_files.explore,
    "region": choice_files.region,
    "topic": topic_files.topic,
    "scoreboard": topic_files.scoreboard,
    comparison_files.COMPARE: comparison_files.compare,
    comparison_files.RULES: comparison_files.rules,
    comparison_files.WHAT_IF: comparison_files.weighed,
    "partners": partner_files.partners,
    "changes": revision_files.changes,
}
