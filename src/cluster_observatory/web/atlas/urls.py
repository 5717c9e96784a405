"""The addresses of the atlas."""

from django.urls import path

from cluster_observatory.web.atlas.views import (
    catalogue,
    comparing,
    data,
    editions,
    explore,
    methods,
    organisations,
    partners,
    pictures,
    regions,
    scoreboards,
    search,
    sheets,
    subjects,
    taking,
    topics,
    what_if,
)

app_name = "atlas"
urlpatterns = [
    path("", explore.front, name="front"),
    path("regions/", regions.regions, name="regions"),
    path("regions/<str:code>/", regions.region, name="region"),
    path("regions/<str:code>/sheet/", sheets.sheet, name="sheet"),
    path("regions/<str:code>/sheet.pdf", sheets.sheet_pdf, name="sheet_pdf"),
    path("sectors/", subjects.sectors, name="sectors"),
    path("sectors/<str:code>/", subjects.sector, name="sector"),
    path("clusters/", subjects.clusters, name="clusters"),
    path("clusters/<str:code>/", subjects.cluster, name="cluster"),
    path("scoreboards/", scoreboards.scoreboards, name="scoreboards"),
    path("scoreboards/<slug:name>/", scoreboards.scoreboard, name="scoreboard"),
    path("scoreboards/<slug:name>/what-if/", what_if.what_if, name="what_if"),
    path("topics/", topics.topics, name="topics"),
    path("topics/<str:board>/", topics.board, name="topic_board"),
    path("topics/<str:board>/<str:code>/", topics.topic, name="topic"),
    path("compare/", comparing.compare, name="compare"),
    path("compare/rules/", comparing.rules, name="rules"),
    path("partners/", partners.partners, name="partners"),
    path("organisations/map/", organisations.on_map, name="organisation_map"),
    path("organisations/<slug:slug>/fact-sheet/", organisations.sheet, name="fact_sheet"),
    path("search/", search.search, name="search"),
    path("editions/", editions.editions, name="editions"),
    path("editions/changes/", editions.changes, name="changes"),
    path("methods/", methods.methods, name="methods"),
    path("methods/<slug:name>/", methods.method, name="method"),
    path("about-the-data/", data.about_the_data, name="about_the_data"),
    path("health", data.health, name="health"),
    path("robots.txt", data.robots, name="robots"),
    path("tables/<slug:kind>.<slug:form>", taking.table, name="table"),
    path("pictures/<slug:kind>.<slug:form>", pictures.picture, name="picture"),
    path("catalogue.<slug:form>", catalogue.catalogue, name="catalogue"),
]

probes = [path("ready", data.ready, name="ready")]
"""Asked by machines, in no language; unlike the pages of the atlas it is there without an edition too."""
