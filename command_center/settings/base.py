"""What holds everywhere. Values that differ between sites come from the environment (`.env.example` lists them)."""

from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONCE
from django.utils.translation import gettext_lazy as _

from command_center.settings import libraries

ROOT = Path(__file__).resolve().parents[2]
env = environ.Env()

DEBUG = False
SECRET_KEY = env("SECRET_KEY", default="")
# Seal personal data (identity numbers in shelters); the first seals, all open. Without any: derived from SECRET_KEY.
PERSONAL_DATA_KEYS = env.list("PERSONAL_DATA_KEYS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
VERSION = env("APP_VERSION", default="0.1.0")
DEMO = env.bool("DEMO", default=False)
# A site for drills: a database of its own, marked everywhere. TWIN_URL: the address of the other site (drill or live).
DRILL = env.bool("DRILL", default=False)
TWIN_URL = env("TWIN_URL", default="")

libraries.export_data_paths()
GDAL_LIBRARY_PATH = libraries.gdal_library()
GEOS_LIBRARY_PATH = libraries.geos_library()

INSTALLED_APPS = [
    "organizations",
    "timeline",
    "files",
    "clocks",
    "resources.places",
    "resources.teams",
    "resources.reserves",
    "resources.shelters",
    "incidents.response",
    "incidents.reports",
    "incidents.dispatch",
    "incidents.plots",
    "incidents.supply",
    "command_center",
    "core",
    "organizations.admin_config.PlatformAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "command_center.staticfiles.Files",
    "django.contrib.gis",
    "django.contrib.postgres",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "channels",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "leaflet",
    "rest_framework",
    "rest_framework_gis",
]

MIDDLEWARE = [
    "core.middleware.RequestGuardMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "command_center.drill.middleware.GroundMiddleware",
    "command_center.fastlane.MapLaneMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "organizations.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "command_center.urls"
WSGI_APPLICATION = "command_center.wsgi.application"
ASGI_APPLICATION = "command_center.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "command_center.context.frame",
            ],
            "builtins": ["core.templatetags.components"],
        },
    }
]

# --- Data ---------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default="postgis:///emergency")}
DATABASES["default"]["ENGINE"] = "django.contrib.gis.db.backends.postgis"
DATABASES["default"].setdefault("OPTIONS", {}).update(
    {
        "connect_timeout": 3,
        # A frozen or locked database must answer with words within seconds, never hang a screen.
        # Compiling plans costs more than any of our statements takes: jit off.
        "options": "-c statement_timeout=15000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=30000 -c jit=off",
    }
)
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
REDIS_TIMEOUT_S = 1.0

# The cache holds nothing that matters and lives in the process: a dead Redis may not break a page.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- People -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "organizations.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/login/"
CSRF_FAILURE_VIEW = "organizations.middleware.csrf_refused"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
# Cookies know no ports: drill and live may stand on one host.
SESSION_COOKIE_NAME = "drillid" if DRILL else "sessionid"
CSRF_COOKIE_NAME = "drilltoken" if DRILL else "csrftoken"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_IDLE_S = env.int("SESSION_IDLE_S", default=30 * 60)
SESSION_ABSOLUTE_S = env.int("SESSION_ABSOLUTE_S", default=12 * 3600)
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_S
TOKEN_LIFETIME_S = env.int("TOKEN_LIFETIME_S", default=12 * 3600)
TOTP_REQUIRED = env.bool("TOTP_REQUIRED", default=True)
# How many proxies stand before us, each of which overwrites or appends X-Forwarded-For. 0: believe only the socket.
PROXY_COUNT = env.int("PROXY_COUNT", default=0)

OTP_TOTP_ISSUER = "Emergency command"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "organizations.network.client_address"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "organizations.views.locked_out"
AXES_HTTP_RESPONSE_CODE = 429

# --- Languages, time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
FORMAT_MODULE_PATH = ["core.formats"]

# --- Files --------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = ROOT / ".local" / "static"
STATICFILES_DIRS = [
    ROOT / "static",
    ("vendor/bootstrap", ROOT / "node_modules/bootstrap/dist"),
    ("vendor/htmx", ROOT / "node_modules/htmx.org/dist"),
    ("vendor/geoman", ROOT / "node_modules/@geoman-io/leaflet-geoman-free/dist"),
    ("vendor/idb", ROOT / "node_modules/idb/build"),
    ("vendor/idiomorph", ROOT / "node_modules/idiomorph/dist"),
    ("vendor/leaflet", ROOT / "node_modules/leaflet/dist"),
    ("vendor/markercluster", ROOT / "node_modules/leaflet.markercluster/dist"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "command_center.storage.StaticFiles"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
# What people send. Never below an address of the server: every byte goes through an access check.
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(ROOT / ".local" / "media")))
FILES_LIMITS_MB = {
    "photo": env.int("FILES_PHOTO_MB", default=20),
    "audio": env.int("FILES_AUDIO_MB", default=50),
    "video": env.int("FILES_VIDEO_MB", default=300),
    "document": env.int("FILES_DOCUMENT_MB", default=30),
}
FILES_PER_SUBJECT = env.int("FILES_PER_SUBJECT", default=300)
FILES_UNDER_WAY = 100  # unfinished files of one person
FILES_CHUNK = 1_048_576  # bytes of one piece
FILES_MAX_PIXELS = 60_000_000
FILES_MAX_SIDE = 20_000
FILES_PICTURE_SIDE = env.int("FILES_PICTURE_SIDE", default=2560)  # pixels of the longer side of what is kept
FILES_MAX_UNPACKED = 300_000_000  # bytes of a Word or Excel file unpacked
FILES_KEEP_FREE = env.int("FILES_KEEP_FREE_MB", default=500) * 1_000_000
FILES_ABANDONED_DAYS = env.int("FILES_ABANDONED_DAYS", default=7)
FILES_ACCEL_PREFIX = env("FILES_ACCEL_PREFIX", default="")  # an internal address of a proxy that sends the bytes itself

# The number text messages are sent to when there is no line; empty: the person types it.
SMS_NUMBER = env("SMS_NUMBER", default="")

# --- Limits -------------------------------------------------------------------------------------------------------
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
MAX_BODY_BYTES = 20_000_000

# --- API ----------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "organizations.authentication.TokenAuthentication",
        "organizations.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["core.api.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["core.api.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "core.api.Pages",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "core.api.problem_handler",
    "NUM_PROXIES": PROXY_COUNT,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "DATETIME_FORMAT": "iso-8601",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Emergency command platform",
    "DESCRIPTION": "Reports, incidents, teams, dispatch and the live map of an emergency bureau.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    # Names for choices that several resources have under one field name.
    "ENUM_NAME_OVERRIDES": {
        "StockCountStateEnum": "resources.reserves.models.CountState",
        "StockScrapStateEnum": "resources.reserves.models.ScrapState",
        "StockTransferStateEnum": "resources.reserves.models.TransferState",
        "FileKindEnum": "files.models.FileKind",
        "FileStateEnum": "files.models.FileState",
        "ShelterStatusEnum": "resources.shelters.models.Status",
        "SupplyStatusEnum": "incidents.supply.models.RequestStatus",
        "SupplyKindEnum": "incidents.supply.models.RequestKind",
        "ShipmentStatusEnum": "incidents.supply.models.ShipmentStatus",
        "TeamKindEnum": "resources.teams.models.TeamKind",
        "DispatchStatusEnum": "incidents.dispatch.models.DispatchStatus",
        "ReportStatusEnum": "incidents.reports.models.ReportStatus",
        "IncidentStatusEnum": "incidents.response.models.incident.Status",
    },
}

# --- Background ---------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_DEFAULT_QUEUE = "drill" if DRILL else "celery"
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_BACKEND = None
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than the longest task; a lost task is back within seconds of it (the defaults take minutes).
    "visibility_timeout": 300,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    # Without these a frozen Redis hangs the process for ever.
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "socket_keepalive": True,
    "health_check_interval": 10,
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 5
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
CELERY_BEAT_SCHEDULE = {
    "beat-pulse": {"task": "clocks.tasks.pulse", "schedule": 5.0, "options": {"expires": 15}},
    "clock-sweep": {"task": "clocks.tasks.sweep", "schedule": 5.0, "options": {"expires": 5}},
    "files-check": {"task": "files.tasks.check_waiting", "schedule": 3.0, "options": {"expires": 3}},
    "files-sweep": {"task": "files.tasks.sweep", "schedule": 3600.0},
    "learn-names": {"task": "command_center.tasks.learn_names", "schedule": 60.0, "options": {"expires": 50}},
    "forget-keys": {"task": "organizations.tasks.forget_keys", "schedule": 3600.0},
    "position-history-trim": {"task": "resources.teams.tasks.trim_position_history", "schedule": 3600.0},
    "ledger-proof": {"task": "resources.reserves.tasks.proof", "schedule": crontab(hour=2, minute=30)},
    "stock-imports": {"task": "resources.reserves.tasks.take_imports", "schedule": 3.0, "options": {"expires": 3}},
    "stock-duties": {"task": "resources.reserves.tasks.duties", "schedule": crontab(hour=1, minute=10)},
}
CELERY_BEAT_SCHEDULER = "clocks.beat.Scheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(ROOT / ".local" / "beat-schedule")

# --- Live feed ----------------------------------------------------------------------------------------------------
FEED_HEARTBEAT_S = 10
FEED_POLL_S = 1.0
FEED_BACKLOG = 1000
FEED_REPLAY_LIMIT = 5000
FEED_ACCESS_CHECK_S = 3.0

# --- Map ----------------------------------------------------------------------------------------------------------
# Optional online base map: an XYZ or WMTS address with {z}/{x}/{y}, e.g. Tianditu with a browser key.
BASEMAP_URL = env("BASEMAP_URL", default="")
BASEMAP_LABELS_URL = env("BASEMAP_LABELS_URL", default="")
BASEMAP_ATTRIBUTION = env("BASEMAP_ATTRIBUTION", default="")
ROUTER_URL = env("ROUTER_URL", default="")  # an OSRM-compatible service
LEAFLET_CONFIG = {
    "DEFAULT_CENTER": (30.9, 103.6),
    "DEFAULT_ZOOM": 11,
    "MIN_ZOOM": 4,
    "MAX_ZOOM": 19,
    "TILES": [],
    "RESET_VIEW": False,
    "ATTRIBUTION_PREFIX": "",
    "NO_GLOBALS": False,
}

# --- Teams and dispatch -------------------------------------------------------------------------------------------
POSITION_HISTORY_DAYS = env.int("POSITION_HISTORY_DAYS", default=30)
POSITION_STALE_S = env.int("POSITION_STALE_S", default=600)  # from this age a position is shown as old
TERRAIN_FACTOR = env.float("TERRAIN_FACTOR", default=1.4)  # roads are this much longer than the straight line
DISPATCH_REST_AFTER_S = env.int(
    "DISPATCH_REST_AFTER_S", default=4 * 3600
)  # an assignment this long is followed by rest

# --- Safety -------------------------------------------------------------------------------------------------------
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
_TILE_HOSTS = [
    f"{url.split('/')[0]}//{url.split('/')[2].replace('{s}', '*')}"
    for url in (BASEMAP_URL, BASEMAP_LABELS_URL)
    if "//" in url
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'", NONCE],
        "style-src": ["'self'"],
        # Leaflet positions every marker through element.style, which CSP allows; no style attributes in markup.
        "img-src": ["'self'", "data:", "blob:", *_TILE_HOSTS],
        "media-src": ["'self'", "blob:"],
        "connect-src": ["'self'", "ws:", "wss:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    # Django brings a handler of its own; with ours every line would be said twice.
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        "axes": {"level": "WARNING"},
    },
}
