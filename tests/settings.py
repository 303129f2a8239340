"""Settings of the tests: Thai first, English second, as an agency's site would have them.

``DATABASE_URL`` chooses the database, ``ITA_TEST_LOCALIZE=0`` leaves wagtail-localize out, and
``ITA_TEST_LANGUAGE`` changes the language in which Django starts.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

import dj_database_url
import django

BASE_DIR = os.path.dirname(os.path.abspath(__file__))
LOCALIZE = os.environ.get("ITA_TEST_LOCALIZE", "1") != "0"

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["*"]
DEBUG = False
USE_TZ = True
TIME_ZONE = "Asia/Bangkok"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "wagtail_ita",
    "wagtail_ita.pages",
    # wagtail_localize.locales takes the place of wagtail.locales.
    *(["wagtail_localize", "wagtail_localize.locales"] if LOCALIZE else ["wagtail.locales"]),
    "wagtail.contrib.forms",
    "wagtail.contrib.frontend_cache",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "tests.urls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# ---------------------------------------------------------------------------------- database

DATABASES = {"default": dj_database_url.config(default="sqlite://:memory:")}
_engine = DATABASES["default"]["ENGINE"]
if _engine.endswith("postgresql"):
    INSTALLED_APPS.append("django.contrib.postgres")
elif _engine.endswith("mysql"):
    # mysqlclient where a site has it; PyMySQL needs no compiler.
    try:
        import MySQLdb  # noqa: F401
    except ImportError:
        import pymysql

        pymysql.install_as_MySQLdb()
    DATABASES["default"].setdefault("OPTIONS", {})["charset"] = "utf8mb4"
    DATABASES["default"]["TEST"] = {"CHARSET": "utf8mb4"}

# --------------------------------------------------------------------------------- languages

LANGUAGE_CODE = os.environ.get("ITA_TEST_LANGUAGE", "th")
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("th", "Thai"), ("en", "English")]
WAGTAIL_I18N_ENABLED = True

# ------------------------------------------------------------------------------------- files

STATIC_URL = "/static/"
MEDIA_URL = "/media/"
MEDIA_ROOT = tempfile.mkdtemp(prefix="wagtail-ita-media-")
atexit.register(shutil.rmtree, MEDIA_ROOT, ignore_errors=True)

# ----------------------------------------------------------------------------------- wagtail

WAGTAIL_SITE_NAME = "wagtail-ita tests"
WAGTAILADMIN_BASE_URL = "http://testserver"
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False

# Django 6.1 asks for a named mailer; Django's own test runner puts its outbox in its place.
if django.VERSION >= (6, 1):
    MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}

# A test makes many users; none of them needs a strong password.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
