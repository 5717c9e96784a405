"""What the site writes to its log."""

import json
import os
import subprocess
import sys

FAILING_SITE = """
import sys
import types

import django
from django.test import Client
from django.urls import path

django.setup()
from django.conf import settings
from cluster_observatory.web import urls

failing = types.ModuleType("failing")
failing.urlpatterns = [path("fails", lambda request: 1 / 0), *urls.urlpatterns]
failing.handler404, failing.handler500 = urls.handler404, urls.handler500
sys.modules["failing"] = failing
settings.ROOT_URLCONF = "failing"
browser = Client(raise_request_exception=False, SERVER_NAME="localhost")
for address in sys.argv[1:]:
    print(browser.get(address).status_code)
"""


def test_our_own_fault_is_written_to_the_log_in_one_line_and_a_wrong_address_is_not(small_home):
    ended = subprocess.run(
        [sys.executable, "-c", FAILING_SITE, "/fails?year=2014", "/nowhere"],
        env=os.environ
        | {"OBSERVATORY_HOME": str(small_home), "DJANGO_SETTINGS_MODULE": "cluster_observatory.web.settings"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert ended.stdout.split() == ["500", "404"]
    lines = [json.loads(line) for line in ended.stderr.splitlines()]
    (line,) = [line for line in lines if line["logger"] != "cluster_observatory.requests"]
    assert (line["level"], line["asked"]) == ("ERROR", "GET /fails?year=2014")
    assert "ZeroDivisionError" in line["traceback"]
