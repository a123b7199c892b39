"""Settings: what the product is in `rooms.py`, where it runs in the environment (docs/operating.md lists every name)."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from hamlet.config.environment import ROOT, env, local_fernet_key, local_key, needed, production
from hamlet.config.rooms import *  # noqa: F403 - the lists through which lower rooms call those above

PRODUCTION = production()
VAR = Path(env.str("HAMLET_VAR", default=str(ROOT / "var")))
VAR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = needed("SECRET_KEY", local_key("secret"))
AUDIT_KEY = needed("AUDIT_KEY", local_key("audit"))
ENCRYPTION_KEYS = [key.strip() for key in needed("ENCRYPTION_KEYS", local_fernet_key()).split(",")]
ALLOWED_HOSTS = [host.strip() for host in needed("ALLOWED_HOSTS", "127.0.0.1,localhost,testserver").split(",")]
BASE_URL = needed("BASE_URL", f"http://127.0.0.1:{env.str('PORT', default='8000')}").rstrip("/")
DEBUG = False
DEMONSTRATION = env.bool("HAMLET_DEMONSTRATION", default=not PRODUCTION)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_tasks",
    "django_tasks_db",
    *HOUSE,  # noqa: F405
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "hamlet.config.limits.most_bytes_middleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "hamlet.foundations.people.middleware.IdleTimeoutMiddleware",
    "hamlet.foundations.people.middleware.NoStoreMiddleware",
    "hamlet.foundations.access.middleware.powers_middleware",
    "hamlet.foundations.access.middleware.DeclaredAccessMiddleware",
    "hamlet.foundations.audit.middleware.RefusalsMiddleware",
]

ROOT_URLCONF = "hamlet.config.urls"
WSGI_APPLICATION = "hamlet.config.wsgi.application"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
AUTH_USER_MODEL = "people.Person"
CSRF_FAILURE_VIEW = "hamlet.config.errors.csrf_failure"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "hamlet.config.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "hamlet.config.navigation.frame",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

DATABASES = {"default": env.db_url_config(needed("DATABASE_URL", f"sqlite:///{VAR / 'hamlet.sqlite3'}"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32000;",
    }
    DATABASES["default"]["TEST"] = {"NAME": env.str("HAMLET_TEST_DB", default=str(VAR / "test.sqlite3"))}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "OPTIONS": {}}}

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["hamlet.foundations.people.sign_in.InvitedBackend"]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
BASE_STATIC = ROOT / "hamlet" / "foundations" / "design" / "static"
DOCUMENTS_ROOT = Path(env.str("DOCUMENTS_ROOT", default=str(VAR / "documents")))
DOCUMENT_MAX_BYTES = 25 * 1024 * 1024
REQUEST_MAX_BYTES = 64 * 1024 * 1024  # above a document's most, so that one of 30 MB is refused in words beside its field
VIRUS_SCANNER = env.str("CLAMAV_ADDRESS", default="")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = DOCUMENT_MAX_BYTES  # a file about single children is looked at in memory and never on the disk
FILE_UPLOAD_PERMISSIONS = 0o600
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(DOCUMENTS_ROOT)}},
    "staticfiles": {"BACKEND": "hamlet.config.static.Storage"},
}

# Outside production mail is kept in files, and sent nowhere.
EMAIL_CONFIG = env.email_url_config(needed("EMAIL_URL", "filemail://"))
vars().update(EMAIL_CONFIG)
EMAIL_FILE_PATH = VAR / "mail"
DEFAULT_FROM_EMAIL = needed("DEFAULT_FROM_EMAIL", "hamlet@localhost")
EMAIL_TIMEOUT = 20

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", default=60 * 60)
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
OIDC_ISSUER = env.str("OIDC_ISSUER", default="")
OIDC_ORIGINS = (
    ["{0.scheme}://{0.netloc}".format(urlsplit(OIDC_ISSUER)), *env.list("OIDC_ORIGINS", default=[])] if OIDC_ISSUER else []
)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF, *OIDC_ORIGINS],  # browsers follow a form's redirect to the organisation's sign-in only when named
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "display-capture")
}

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"terse": {"()": "hamlet.config.logs.Terse", "format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "terse"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},  # nothing of Django's own: it would mail whole requests
        "django.request": {"level": "ERROR"},
        "allauth": {"level": "WARNING"},
    },
}

# Third parties' routes, which declare no permission of ours: signing in and one's own second factor and sessions.
FOREIGN_ROUTES = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reauthenticate",
        "account_change_password",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_index",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "usersessions_list",
        *(("openid_connect_login", "openid_connect_callback") if OIDC_ISSUER else ()),
    }
)

FORM_RENDERER = "hamlet.foundations.design.renderer.Renderer"
ACCOUNT_ADAPTER = "hamlet.foundations.people.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "hamlet.foundations.people.adapters.SocialAdapter"
MFA_ADAPTER = "hamlet.foundations.people.adapters.SecondFactorAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)  # guesses are counted by the address that the proxy saw, not by the proxy's own
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/300s/key", "reset_password": "20/m/ip,5/m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Hamlet"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "organisation",
                "name": "your organisation",
                "client_id": env.str("OIDC_CLIENT_ID", default=""),
                "secret": env.str("OIDC_CLIENT_SECRET", default=""),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else []
    }
}
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600
