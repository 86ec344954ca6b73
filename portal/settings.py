"""Settings, read top to bottom. Everything comes from the environment (see .env.example) and works with none of it."""

from pathlib import Path
from urllib.parse import quote

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from portal.environment import env_bool, env_database, env_int, env_list, env_path, env_secret, env_text

BASE_DIR = Path(__file__).resolve().parent.parent

# --- What this installation is -----------------------------------------------------------------------------------
DEBUG = env_bool("PORTAL_DEBUG", True)
DEMO = env_bool("PORTAL_DEMO", DEBUG)
VAR = env_path("PORTAL_VAR", BASE_DIR / "var")
SECRET_KEY = env_secret("PORTAL_SECRET_KEY", VAR / "secret_key", may_make=DEBUG)
# Hosts are rows of Site: SiteMiddleware refuses every other one with a page of its own, and get_host checks the form.
ALLOWED_HOSTS = ["*"]
CSRF_TRUSTED_ORIGINS = env_list("PORTAL_TRUSTED_ORIGINS")

# --- Parts --------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "portal.apps.PortalConfig",
    "portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "mptt",
    "guardian",
    "axes",
    "sites",
    "content",
    "interpretation",
    "responses",
    "interaction",
    "search",
]

MIDDLEWARE = [
    "content.page_store.middleware.PageStoreMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.ContentPolicyMiddleware",
    "sites.middleware.SiteMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "sites.middleware.SizeMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sites.middleware.ScopeMiddleware",
    "content.middleware.RedirectMiddleware",
    "sites.middleware.RefusedMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

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
                "portal.context.chrome",
            ],
        },
    }
]

# --- Data ---------------------------------------------------------------------------------------------------------
DATABASES = {"default": env_database("DATABASE_URL", VAR / "portal.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People and sign-in -------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "sites.User"
AUTHENTICATION_BACKENDS = [
    "portal.demo_gate.DemoGate",
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = reverse_lazy("admin:login")
LOGIN_REDIRECT_URL = reverse_lazy("admin:index")
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 1  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "sites.visitors.address_of"
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
ANONYMOUS_USER_NAME = None
GUARDIAN_RAISE_403 = True

# --- Language and time --------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
DATETIME_FORMAT = "Y-m-d H:i"
DATE_FORMAT = "Y-m-d"
FORMAT_MODULE_PATH = ["portal.formats"]

# --- Broker, jobs and cache: a server of our own in VAR unless REDIS_URL names one ----------------------------------
REDIS_URL = env_text("REDIS_URL")
EMBEDDED_BROKER = not REDIS_URL
BROKER_SOCKET = VAR / "run" / "broker.sock"
if len(str(BROKER_SOCKET).encode()) > 100:  # the kernel's limit for a socket's path is 108 bytes
    import hashlib
    import tempfile

    BROKER_SOCKET = Path(tempfile.gettempdir()) / f"portal-{hashlib.sha256(str(VAR).encode()).hexdigest()[:16]}.sock"
CELERY_BROKER_URL = f"redis+socket://{quote(str(BROKER_SOCKET))}" if EMBEDDED_BROKER else REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
    "max_retries": 1,  # a dead broker must cost a publishing editor nothing: the sweeps pick up what could not be sent
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = env_int("PORTAL_WORKERS", 2, at_least=1, at_most=256)
CELERY_TASK_TIME_LIMIT = 840
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 3
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": f"unix://{quote(str(BROKER_SOCKET))}?db=1" if EMBEDDED_BROKER else REDIS_URL,
        "KEY_PREFIX": "portal",
    }
}

# --- Search -------------------------------------------------------------------------------------------------------
SEARCH_BACKEND = env_text("SEARCH_BACKEND", "whoosh", choices=["whoosh"])
SEARCH_INDEX = VAR / "search"

# --- Files --------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 31_536_000
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"  # what anybody may fetch, and nothing else: a web server in front may serve it as it is
MEDIA_HELD = VAR / "media-held"  # what only the office may fetch
MEDIA_ACCEL = env_text("PORTAL_MEDIA_ACCEL")
MEDIA_QUOTA_MB = env_int("PORTAL_MEDIA_QUOTA_MB", 20_480, at_least=1, at_most=100_000_000)
STORAGES = {
    "default": {"BACKEND": "content.media_folders.MediaStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
    "letters": {"BACKEND": "interaction.letter_files.LetterStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
PDF_FONT = env_text(
    "PDF_FONT"
)  # a TrueType file with Chinese letters, embedded into PDFs; empty: the readers' own Song
UPLOAD_LIMIT_MB = env_int("PORTAL_UPLOAD_LIMIT_MB", 50, at_least=1, at_most=2048)
IMPORT_LIMIT_MB = env_int("PORTAL_IMPORT_LIMIT_MB", 30, at_least=1, at_most=512)
IMPORT_UNPACKED_MB = env_int("PORTAL_IMPORT_UNPACKED_MB", 200, at_least=1, at_most=2048)
IMPORT_FILES = env_int("PORTAL_IMPORT_FILES", 50, at_least=1, at_most=500)
LETTER_FOLDER = VAR / "letters"  # citizens' files: no web server may reach it
LETTER_FILES = env_int("PORTAL_LETTER_FILES", 5, at_least=0, at_most=20)
LETTER_FILE_LIMIT_MB = env_int("PORTAL_LETTER_FILE_LIMIT_MB", 10, at_least=1, at_most=100)
RECORDING_LIMIT_MB = env_int("PORTAL_RECORDING_LIMIT_MB", 500, at_least=1, at_most=8192)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = IMPORT_FILES + 100  # one file too many gets a sentence of the form's

# --- Stored pages -------------------------------------------------------------------------------------------------
PAGE_STORE = env_path("PAGE_STORE", VAR / "pages")
PAGE_STORE_LIMIT_MB = env_int("PAGE_STORE_LIMIT_MB", 4096, at_least=10, at_most=10_000_000)

# --- Mail ---------------------------------------------------------------------------------------------------------
EMAIL_HOST = env_text("EMAIL_HOST")
EMAIL_PORT = env_int("EMAIL_PORT", 25, at_least=1, at_most=65535)
EMAIL_HOST_USER = env_text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env_text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = VAR / "mail"
DEFAULT_FROM_EMAIL = env_text("DEFAULT_FROM_EMAIL", "portal@localhost")

# --- Short messages -----------------------------------------------------------------------------------------------
SMS_BACKEND = env_text("SMS_BACKEND", "interaction.sms.FileBackend")
SMS_GATEWAY_URL = env_text("SMS_GATEWAY_URL")
SMS_GATEWAY_KEY = env_text("SMS_GATEWAY_KEY")
SMS_FILE_PATH = VAR / "sms"

# --- Upstream sources of reprints -----------------------------------------------------------------------------------
UPSTREAM_ALLOWED_HOSTS = [host.lower() for host in env_list("UPSTREAM_ALLOWED_HOSTS")]

# --- Redirects ------------------------------------------------------------------------------------------------------
REDIRECT_ALLOWED_HOSTS = [host.lower() for host in env_list("REDIRECT_ALLOWED_HOSTS")]

# --- Safety in the browser ------------------------------------------------------------------------------------------
SECURE_HTTPS = env_bool("PORTAL_HTTPS", False)
# Pages that are stored repeat scheme and port in absolute addresses, so only requests that come by these fill the store.
PUBLIC_SCHEME = "https" if SECURE_HTTPS else "http"
PUBLIC_PORT = env_text("PORTAL_PUBLIC_PORT")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 3600
BEHIND_PROXY = env_bool("PORTAL_BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_SSL_REDIRECT = SECURE_HTTPS and not DEBUG
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

# --- What is written down -------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "root": {
        "handlers": ["console"],
        "level": env_text("PORTAL_LOG_LEVEL", "INFO", choices=["DEBUG", "INFO", "WARNING", "ERROR"]),
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"axes": {"level": "WARNING"}, "fontTools": {"level": "WARNING"}, "httpx": {"level": "WARNING"}},
}

# --- The office's look (django-unfold) ------------------------------------------------------------------------------
UNFOLD = {
    "SITE_TITLE": _("政府网站群管理平台"),
    "SITE_HEADER": _("政府网站群管理平台"),
    "SITE_SYMBOL": "account_balance",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": "/static/img/favicon.svg"}],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": True,
    "SHOW_BACK_BUTTON": True,
    "BORDER_RADIUS": "4px",
    "COLORS": {
        "primary": {
            "50": "#f2f6fc",
            "100": "#e8f0fa",
            "200": "#c9ddf3",
            "300": "#9bc0e8",
            "400": "#5e97d6",
            "500": "#2c71c0",
            "600": "#0b4ea2",
            "700": "#0a4590",
            "800": "#083a7a",
            "900": "#072f63",
            "950": "#051f42",
        }
    },
    "THEME": "light",
    "STYLES": ["/static/css/office.css", "/static/css/fields.css"],
    "SCRIPTS": ["/static/js/office.js", "/static/js/date-field.js", "/static/js/file-field.js"],
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": "portal.office_navigation.sections",
    },
}
