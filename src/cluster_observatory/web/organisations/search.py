"""Finding organisations by words: the index of public ones, kept as profiles change, and the question put to it."""

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models.expressions import RawSQL
from django.db.models.signals import post_save
from django.dispatch import receiver
from modelsearch import models as indexed
from modelsearch.backends import get_search_backend

from cluster_observatory.web.organisations.folding import folded
from cluster_observatory.web.organisations.models import ClusterDetails, Organisation
from cluster_observatory.web.organisations.rules import PUBLIC_STATES

LONGEST_QUESTION = 200


def matching(organisations, question):
    """Return those of a queryset of organisations that hold all words of the question, the last one as a beginning.

    All of them where the question has no word.
    """
    words = folded(question[:LONGEST_QUESTION])
    if not words:
        return organisations
    if connection.vendor == "sqlite":
        return organisations.filter(pk__in=_keys_in_sqlite(words.split()))
    found = get_search_backend().autocomplete(words, Organisation.objects.all(), order_by_relevance=False)
    return organisations.filter(pk__in=found.get_queryset().order_by().values("pk"))


def _keys_in_sqlite(words):
    """Return the query for the keys of organisations with all words.

    The library's own query joins the index of words to the list of entries; SQLite then asks the index once
    for every entry, which takes seconds with 2,000 of them.
    """
    entries, index = indexed.IndexEntry._meta.db_table, indexed.SQLiteFTSIndexEntry._meta.db_table
    wanted = " AND ".join(f'"{word}"' for word in words)
    return RawSQL(
        f"SELECT CAST(object_id AS integer) FROM {entries} WHERE content_type_id = %s "
        f"AND id IN (SELECT rowid FROM {index} WHERE {index} MATCH %s)",
        [ContentType.objects.get_for_model(Organisation).pk, f"autocomplete : ({wanted}*)"],
    )


def refresh(organisation):
    """Put an organisation into the index as it is now, or take it out where it is not public."""
    backend = get_search_backend()
    if organisation.state in PUBLIC_STATES:
        backend.add(organisation)
    else:
        backend.delete(organisation)


def rebuild():
    """Make the index anew from the database, as after a restore or where rows were written past the models.

    Returns how many organisations are in it.
    """
    index = get_search_backend().get_index_for_model(Organisation)
    index.reset()
    found = list(Organisation.objects.filter(state__in=PUBLIC_STATES).select_related("cluster"))
    index.add_items(Organisation, found)
    return len(found)


@receiver(post_save, sender=Organisation, dispatch_uid="organisation is searched")
def _organisation_changed(instance, raw=False, **_rest):
    if not raw:
        refresh(instance)


@receiver(post_save, sender=ClusterDetails, dispatch_uid="details of a cluster are searched")
def _details_changed(instance, raw=False, **_rest):
    if not raw:
        instance.organisation.cluster = instance
        refresh(instance.organisation)
