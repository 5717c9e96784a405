"""Settings of the site; what a host may set stands in cluster_observatory.settings."""

import secrets
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from cluster_observatory.settings import home, setting

HOME = home()
SECRET_KEY = setting("SECRET_KEY") or secrets.token_urlsafe(48)
DEBUG = bool(setting("DEBUG"))
ALLOWED_HOSTS = [host.strip() for host in setting("ALLOWED_HOSTS").split(",") if host.strip()]

INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "cluster_observatory.web.atlas",
    "cluster_observatory.web.api",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cluster_observatory.web.atlas.security.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "cluster_observatory.web.atlas.addresses.editions_in_addresses",
    "cluster_observatory.web.api.answers.api_answers",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cluster_observatory.web.atlas.edition.CurrentEdition",
    "cluster_observatory.web.atlas.kept_pages.kept_pages",
]
ROOT_URLCONF = "cluster_observatory.web.urls"
WSGI_APPLICATION = "cluster_observatory.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "cluster_observatory.web.atlas.edition.for_templates",
            ]
        },
    }
]
DATABASES = {}
CACHES = {
    "default": {
        "BACKEND": f"django.core.cache.backends.{'dummy.DummyCache' if DEBUG else 'locmem.LocMemCache'}",
        "OPTIONS": {"MAX_ENTRIES": 2048},
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German")), ("fr", _("French"))]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["cluster_observatory.web.atlas.formats"]
TIME_ZONE = "UTC"
USE_TZ = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "cluster_observatory.web.atlas.log_lines.LogLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "waitress.queue": {"level": "ERROR"},
    },
}

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    "security.W003",  # nothing here changes anything, so there is no form to forge
]
