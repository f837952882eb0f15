"""Settings for every environment, read from the process environment.

``bin/run`` and ``bin/test`` write what they start to ``var/hearth.env``; anything set in the real
environment wins over that file, so ``DATABASE_URL`` and ``REDIS_URL`` can point at servers of your own.
"""

import os
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF

# Many small systems of equations are solved faster on one thread; set before anything loads NumPy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
VAR_DIR = Path(env.str("HEARTH_VAR", default=str(BASE_DIR / "var")))
if (VAR_DIR / "hearth.env").exists():
    env.read_env(VAR_DIR / "hearth.env", overwrite=False)

DEBUG = env.bool("DEBUG", default=False)
# The demo world shows one-click personas and the component gallery. Never on with real children's data.
DEMO = env.bool("HEARTH_DEMO", default=False)
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://localhost:8000")

INSTALLED_APPS = [
    "config.apps.ReadOnlyAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "knox",
    "django_htmx",
    "django_tables2",
    "csp",
    "django_celery_beat",
    "core",
    "authorities",
    "providers",
    "contracts",
    "placements",
    "sufficiency",
    "reports",
    "config.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "core.middleware.ReadableAddressMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.middleware.IdleSessionMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "core.middleware.NoStoreMiddleware",
    # Last: everything a view and its template do runs in one transaction as the signed-in actor.
    "core.middleware.ActorTransactionMiddleware",
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
                "core.context.site",
            ],
            "builtins": ["core.templatetags.hearth"],
        },
    },
]
FORM_RENDERER = "core.forms.GovukRenderer"

# The app logs in as a role with no rights on tenant tables; the actor of each transaction picks the side
# of the wall (core/postgres). DATABASE_OWNER_URL is for migrations and is not given to web or worker.
DATABASES = {
    "default": {
        **env.db_url("DATABASE_URL", engine="core.postgres"),
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=600),
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
}
DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", default="")

AUTH_USER_MODEL = "authorities.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "authorities.adapters.ClosedSignupAdapter"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/ip,10/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# In demo mode a visitor first chooses a persona; the page leads on to the sign-in everybody else has.
LOGIN_URL = "personas" if DEMO else "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = LOGIN_URL

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", default=60 * 30)
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# TLS is ended in front of us; bin/run on a laptop has none.
SECURE = env.bool("SECURE", default=not (DEBUG or DEMO))
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# A provider's table of vacancies has three fields a home, and some run several hundred homes.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3_000

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = VAR_DIR / "documents"

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Kilobytes. A worker past this makes way for a new one after its task: a net for leaks not known of (ADR 28).
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
# Ringing the bell must not keep a person waiting when the broker is away.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
}
CELERY_BEAT_SCHEDULE = {
    "ring": {"task": "core.drain_jobs", "schedule": 5.0, "options": {"expires": 5}},
    "vacancy reminders": {
        "task": "providers.remind_of_vacancies",
        "schedule": crontab(hour=8, minute=0),
    },
    "supply": {"task": "sufficiency.keep_supply", "schedule": crontab(hour=1, minute=45)},
    "care history": {"task": "sufficiency.keep_spells_in_step", "schedule": crontab(hour=1, minute=30)},
    "monthly forecast": {
        "task": "sufficiency.refresh_forecasts",
        "schedule": crontab(day_of_month="1", hour=3, minute=0),
    },
    "quality alerts": {"task": "placements.act_on_alerts", "schedule": 300.0, "options": {"expires": 300}},
    "searches": {"task": "placements.watch_searches", "schedule": 60.0, "options": {"expires": 60}},
    "shared numbers": {"task": "placements.share_counts", "schedule": crontab(hour=2, minute=20)},
    "nightly accrual": {"task": "placements.start_nightly_accrual", "schedule": crontab(hour=2, minute=0)},
    "contract alarms": {"task": "contracts.raise_alarms", "schedule": crontab(hour=7, minute=30)},
    "headroom": {"task": "placements.release_headroom", "schedule": crontab(hour=2, minute=40)},
    "monthly outturn": {
        "task": "reports.monthly_outturn",
        "schedule": crontab(day_of_month="1", hour=5, minute=0),
    },
    "monthly spend": {"task": "reports.monthly_spend", "schedule": crontab(hour=6, minute=0)},
    "decisions": {"task": "reports.follow_decisions", "schedule": crontab(hour=0, minute=10)},
    "memberships": {"task": "contracts.lapse_members", "schedule": crontab(hour=0, minute=20)},
    "quarterly indicators": {
        "task": "placements.measure_quarter",
        "schedule": crontab(day_of_month="5", hour=4, minute=0),
    },
    "audit seal": {"task": "core.seal_audit", "schedule": crontab(hour=3, minute=30)},
}
# A long job's lease; a worker that dies frees its job after this many seconds.
# For how many days after Ofsted published it a fall is news that every council must act on. Ofsted inspects
# each home about once a year: what is older has been looked at since, and an old list that is loaded now
# sets off no alarm. The same holds for registrations that ended.
ALERT_DAYS = env.int("ALERT_DAYS", default=365)
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=30)
# One of Ofsted's published lists, for the benchmark of loading it.
OFSTED_LIST = env.str("OFSTED_LIST", default="")

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Hearth <no-reply@hearth.example>")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "core.api.authentication.ActorTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "core.api.permissions.OpenToItsRoles",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "core.api.pagination.Pagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "core.api.errors.exception_handler",
    "PAGE_SIZE": 50,
    "COERCE_DECIMAL_TO_STRING": True,
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": "600/min"},
}
REST_KNOX = {"TOKEN_TTL": None, "AUTO_REFRESH": False, "TOKEN_PREFIX": "hearth_"}
SPECTACULAR_SETTINGS = {
    "TITLE": "Hearth API",
    "DESCRIPTION": "Registers, vacancies and offers, behind the same wall as the pages.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "AuthorityKindEnum": "authorities.choices.AuthorityKind",
        "CriterionKindEnum": "contracts.choices.CriterionKind",
        "FeeKindEnum": "contracts.choices.FeeKind",
        "ApprovalKindEnum": "placements.choices.ApprovalKind",
        "DeclineReasonEnum": "placements.choices.DeclineReason",
        "NotAdmittingEnum": "providers.choices.NotAdmitting",
        "OfferStateEnum": "placements.choices.OfferState",
        "RecipientStateEnum": "placements.choices.RecipientState",
    },
}
DJANGO_TABLES2_TEMPLATE = "components/table.html"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # Each page of a paper is a line at INFO.
    "loggers": {name: {"level": "WARNING"} for name in ("weasyprint", "fontTools", "pikepdf")},
}
