"""Settings of IOP: one file, every environment variable read at the top with its type and default."""

import os
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


def env(name: str, default: str = "") -> str:
    """The environment variable as text."""
    return os.environ.get(name, default)


def env_list(name: str, default: str = "") -> list[str]:
    """The environment variable as a list, separated by commas."""
    return [item.strip() for item in env(name, default).split(",") if item.strip()]


# -- What the environment decides -------------------------------------------------------------------------------------
DEMO = env("IOP_DEMO") == "1"  # the Göteborg case, one-click login, the calendar standing still; never in production
SECRET_KEY = env("SECRET_KEY", "only-for-the-demo-and-never-anywhere-else-0193-15" if DEMO else "")
DATABASE_URL = env("DATABASE_URL")
BASE_URL = env("BASE_URL", "http://127.0.0.1:8000" if DEMO else "https://localhost")  # begins links in e-mail
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]" if DEMO else "")
EMAIL_HOST = env("EMAIL_HOST")  # empty: e-mail is written to the console
EMAIL_PORT = int(env("EMAIL_PORT", "25"))
EMAIL_HOST_USER = env("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env("EMAIL_USE_TLS") == "1"
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", "iop@localhost")
TRUSTED_ROOTS = env("TRUSTED_ROOTS")  # a folder with the certificates that signatures in PDFs are trusted by
TRUSTED_PROXIES = int(env("TRUSTED_PROXIES", "0"))  # how many reverse proxies stand before the application

for name, value in {"SECRET_KEY": SECRET_KEY, "DATABASE_URL": DATABASE_URL}.items():
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Set SECRET_KEY to a long random text and DATABASE_URL to the address of a "
            "PostgreSQL database, for example postgresql://iop:password@localhost/iop. "
            "To look at the demo instead, run: make demo"
        )

# -- Django -----------------------------------------------------------------------------------------------------------
BASE_DIR = Path(__file__).resolve().parent.parent
DEBUG = False
INSTALLED_APPS = [
    "partnerships",
    "governance",
    "reporting",
    "iop",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",  # its widget templates, under our own
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "csp",
    "guardian",
    "simple_history",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "iop.middleware.PersonMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]
ROOT_URLCONF = "iop.urls"
WSGI_APPLICATION = "iop.wsgi.application"
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
                "iop.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "partnerships.templatetags.iop"],
        },
    }
]
FORM_RENDERER = "iop.forms.Renderer"

DATABASES = {"default": {**dj_database_url.parse(DATABASE_URL), "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
CACHES = {  # limits on guessing, common to all workers; the table is made by a migration
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "iop_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # far more than guessing can fill before a count is over
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- People and rights ------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "partnerships.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None  # guardian: nobody has rights without logging in
GUARDIAN_MONKEY_PATCH_USER = False
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "iop.accounts.InvitationOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation proved the address
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEMO else "https"
ACCOUNT_SESSION_REMEMBER = True  # for SESSION_COOKIE_AGE
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody without an account gets e-mail from a form
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or address is told to its owner
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before the address is changed
ACCOUNT_FORMS = {
    "login": "iop.accounts.LoginForm",
    "change_password": "iop.accounts.ChangePasswordForm",
    "reauthenticate": "iop.accounts.ReauthenticateForm",
    "reset_password": "iop.accounts.ResetPasswordForm",
    "reset_password_from_key": "iop.accounts.ResetPasswordKeyForm",
    "add_email": "iop.accounts.AddEmailForm",
}
ACCOUNT_RATE_LIMITS = {
    "change_password": None,  # partnerships/passwords.py counts wrong ones wherever a password is asked anew
    "reauthenticate": None,
    "feedback": "5/h/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
USERSESSIONS_TRACK_ACTIVITY = False  # it would write at every page; the list shows when each session began

# -- Language, time, numbers ------------------------------------------------------------------------------------------
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "iop" / "locale"]
FORMAT_MODULE_PATH = ["iop.formats"]
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True

# -- Files and e-mail -------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "var" / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# -- Security ---------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_COOKIE_HTTPONLY = True
if not DEMO:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    if TRUSTED_PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_FAILURE_VIEW = "iop.views.csrf_failure"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
