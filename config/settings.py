"""Settings of one installation; what differs between installations comes from the environment."""

import sys
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from config.environment import (
    LOOPBACK,
    TESTING,
    database,
    demo,
    env,
    is_loopback,
    mail,
    seal,
    site_url,
)
from config.logs import logging_settings
from config.secret_key import secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("QIANPI_DATA", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

# The installation. Outside this machine sessions travel over HTTPS only.
ALLOWED_HOSTS = env.list("QIANPI_HOSTS", default=list(LOOPBACK))
HTTPS = env.bool("QIANPI_HTTPS", default=not all(map(is_loopback, ALLOWED_HOSTS)))
DEMO = demo(ALLOWED_HOSTS)
SITE_URL = site_url(ALLOWED_HOSTS, https=HTTPS)
DEBUG = env.bool("QIANPI_DEBUG", default=False)
SECRET_KEY = secret_key(given=env.str("SECRET_KEY", default=""), file=DATA_DIR / "secret-key")
if TESTING:
    ALLOWED_HOSTS = [*LOOPBACK, "testserver"]

# By name, as pages/ knows nobody to its right: the log-in page of the demo shows them.
DEMO_ACCOUNTS = "config.demo.ACCOUNTS"
PROCESSES = [
    "workflows.proposal.process.PROPOSAL",
    "workflows.registration.process.REGISTRATION",
    "workflows.success.process.SUCCESS",
    "workflows.expiry.process.EXPIRY",
    "workflows.bidding.process.BIDDING",
    "workflows.probation.process.PROBATION",
    "workflows.transfer.process.TRANSFER",
    "workflows.crossing.process.CROSSING",
    "workflows.dispute.process.DISPUTE",
    "workflows.discount.process.DISCOUNT",
    "workflows.contract.process.CONTRACT",
    "workflows.rank_change.process.RANK_CHANGE",
    "workflows.discipline.process.DISCIPLINE",
    "workflows.year_end.process.YEAR_END",
    "workflows.lead.process.LEAD",
]

INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_q",
    "guardian",
    "viewflow",
    "viewflow.workflow",
    "registry",
    "approvals",
    "documents",
    "workflows",
    "pages",
    "config.apps.ConfigConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ]
        },
    }
]

# The database. No ATOMIC_REQUESTS: on SQLite every page view would take the write lock.
DATABASES = {"default": database(DATA_DIR)}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Who is there: log-in, lock-out, sessions of a working day.
AUTH_USER_MODEL = "registry.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "inbox"
LOGOUT_REDIRECT_URL = "login"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = False
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
# By name and address together: nobody locks a director out from another desk.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "pages.account.views.locked_out"
CSRF_FAILURE_VIEW = "pages.failures.csrf_failure"

# What a browser may do with our pages.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if env.bool("QIANPI_BEHIND_PROXY", default=False):
    # Only behind a proxy that strips this header from what it is sent.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# More than any text of ours: so a field that is far too long is refused at the field.
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024**2
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# Language and time.
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]

# Files: ours from static/, people's outside the web root and readable by the service alone.
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Only what stands in static/ is served, nothing that a package brings along.
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
ATTACHMENT_ROOT = DATA_DIR / "attachments"
PAPER_ROOT = DATA_DIR / "papers"
SEAL = seal(DATA_DIR, demo=DEMO)
WORK_ROOT = DATA_DIR / "works"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# A deployment may collect the files once and serve them compressed, under names with a hash.
COLLECTED = BASE_DIR / "staticfiles"
if "collectstatic" in sys.argv or (
    (COLLECTED / "staticfiles.json").exists() and not (DEMO or DEBUG or TESTING)
):
    STATIC_ROOT = COLLECTED
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
else:
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = DEBUG

# The worker: config/jobs.py is the only module that knows it.
Q_CLUSTER = {
    "name": "qianpi",
    "orm": "default",
    "workers": 1,
    "timeout": 300,
    "retry": 360,
    "poll": 1,
    "catch_up": False,
    "save_limit": 500,
}
LOGGING = logging_settings(plain=DEMO or DEBUG or TESTING)
globals().update(mail(DATA_DIR, to_files=DEMO))
DEFAULT_FROM_EMAIL = env.str("QIANPI_MAIL_FROM", default="qianpi@localhost")
