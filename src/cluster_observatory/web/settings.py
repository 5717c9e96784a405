"""Settings of the site; what a host may set stands in cluster_observatory.settings."""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from cluster_observatory.settings import home, setting
from cluster_observatory.web.accounts import ACCOUNTS
from cluster_observatory.web.databases import database
from cluster_observatory.web.mail import mail_server
from cluster_observatory.web.secret_key import kept_key

HOME = home()
SECRET_KEY = setting("SECRET_KEY") or kept_key(HOME)
DEBUG = bool(setting("DEBUG"))
ALLOWED_HOSTS = [host.strip() for host in setting("ALLOWED_HOSTS").split(",") if host.strip()]

INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "cluster_observatory.web.office.apps.BackOfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "modelsearch",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "cluster_observatory.web.base",
    "cluster_observatory.web.people",
    "cluster_observatory.web.organisations",
    "cluster_observatory.web.partnerships",
    "cluster_observatory.web.atlas",
    "cluster_observatory.web.api",
    "cluster_observatory.web.office",
]
MIDDLEWARE = [
    "cluster_observatory.web.base.request_log.request_log",
    "django.middleware.security.SecurityMiddleware",
    "cluster_observatory.web.base.security.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "cluster_observatory.web.atlas.addresses.editions_in_addresses",
    "cluster_observatory.web.api.answers.api_answers",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cluster_observatory.web.base.request_sizes.RequestSizes",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cluster_observatory.web.people.answers.kept_nowhere",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cluster_observatory.web.people.answers.leaving_by_a_link",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cluster_observatory.web.base.refusals.Refusals",
    "cluster_observatory.web.atlas.edition.CurrentEdition",
    "cluster_observatory.web.atlas.kept_pages.kept_pages",
]
ROOT_URLCONF = "cluster_observatory.web.urls"
WSGI_APPLICATION = "cluster_observatory.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cluster_observatory.web.atlas.edition.for_templates",
            ]
        },
    }
]
FORM_RENDERER = "cluster_observatory.web.base.rendering.Forms"
DATABASES = {"default": database(setting("DATABASE_URL") or os.environ.get("DATABASE_URL", ""), HOME)}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    INSTALLED_APPS.append("django.contrib.postgres")
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
globals().update(mail_server(setting("MAIL_SERVER"), HOME))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = setting("MAIL_FROM")
globals().update(ACCOUNTS)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "base_shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "pages": {
        "BACKEND": f"django.core.cache.backends.{'dummy.DummyCache' if DEBUG else 'locmem.LocMemCache'}",
        "OPTIONS": {"MAX_ENTRIES": 2048},
    },
}
"""In the database what all processes must know, such as failed sign-ins; finished pages in the memory of each."""

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
    "formatters": {"line": {"()": "cluster_observatory.web.base.log_lines.LogLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "waitress.queue": {"level": "ERROR"},
        "cluster_observatory.requests": {"level": "WARNING" if setting("REQUEST_LOG") == "no" else "INFO"},
    },
}

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

IS_PUBLIC_ENCRYPTED = setting("PUBLIC_ADDRESS").startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ACCOUNTS["ALLAUTH_TRUSTED_PROXY_COUNT"] else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_PUBLIC_ENCRYPTED else 0
SILENCED_SYSTEM_CHECKS = [
    "security.W008",  # the proxy leads visitors from http to https; a monitor beside the site asks without TLS
    "security.W005",  # whether other hosts below this one are encrypted is not ours to promise
    "security.W021",  # nor whether browsers list the whole domain as encrypted
]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PUBLIC_ENCRYPTED
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_TRUSTED_ORIGINS = [setting("PUBLIC_ADDRESS").rstrip("/")] if setting("PUBLIC_ADDRESS") else []
CSRF_FAILURE_VIEW = "cluster_observatory.web.base.refusals.forged"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
