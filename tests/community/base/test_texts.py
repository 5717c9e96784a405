"""Texts of people: what is shown of them can be read and do nothing else."""

import time
from html.parser import HTMLParser

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from cluster_observatory.web.base import texts

MARKDOWN = st.lists(
    st.one_of(
        st.sampled_from(
            ["# ", "\n\n", "- ", "1. ", "> ", "**", "_", "`", "```\n", "[a](", "](javascript:alert(1))", "<", ">", "&",
             "<script>", "</script>", "<a onclick=x>", '"', "'", "<img src=x onerror=y>", "<https://a.org>", "&#x6a;",
             "data:text/html,x", "\t", "    ", "[x]: //a.org\n", "![", "<!--", "<svg/onload=x>"]
        ),
        st.text(max_size=8),
    ),
    max_size=40,
).map("".join)  # fmt: skip


class Seen(HTMLParser):
    """The tags and attributes that a browser would meet."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes = set(), []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]


def test_paragraphs_lists_and_emphasis_are_drawn():
    assert texts.formatted("One\n\n- **two**\n- _three_") == (
        "<p>One</p>\n<ul>\n<li><strong>two</strong></li>\n<li><em>three</em></li>\n</ul>\n"
    )


def test_headings_begin_below_those_of_the_page():
    assert texts.formatted("# One\n###### Six") == "<h3>One</h3>\n<h6>Six</h6>\n"


def test_links_say_that_others_wrote_them():
    assert texts.formatted("[us](https://example.org/ 'Here')") == (
        '<p><a href="https://example.org/" title="Here" rel="nofollow ugc">us</a></p>\n'
    )


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("[x](javascript:alert)", "<p>[x](javascript:alert)</p>\n"),
        ("![x](https://example.org/x.png)", '<p>!<a href="https://example.org/x.png" rel="nofollow ugc">x</a></p>\n'),
        ("0.4 < 0.5 & more", "<p>0.4 &lt; 0.5 &amp; more</p>\n"),
    ],
)
def test_what_could_run_or_load_is_shown_as_typed(typed, shown):
    assert texts.formatted(typed) == shown


@settings(deadline=None)
@given(MARKDOWN)
def test_nothing_but_the_allowed_is_ever_drawn(typed):
    seen = Seen(texts.formatted(typed))

    assert seen.tags - texts.TAGS == set()
    assert {(tag, name) for tag, name, _value in seen.attributes} <= {
        ("a", "href"), ("a", "title"), ("a", "rel"), ("ol", "start"),
    }  # fmt: skip
    hrefs = [value for _tag, name, value in seen.attributes if name == "href"]
    assert [href for href in hrefs if ":" in href.split("/")[0] and href.split(":")[0] not in texts.SCHEMES] == []


@pytest.mark.parametrize("sign", ["[", "![[", "[a](", "> ", "1. ", "*", "<a ", "`a``", "- ", "_a"])
def test_no_text_takes_long_to_draw(sign):
    begun = time.process_time()

    texts.formatted((sign * texts.LONGEST)[: texts.LONGEST])

    assert time.process_time() - begun < 10


@pytest.mark.parametrize("text", ["zero \x00 byte", "half \ud83d sign"])
def test_what_a_database_cannot_keep_is_refused(text):
    with pytest.raises(ValidationError):
        texts.storable(text)
