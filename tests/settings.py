"""Production's settings, less what would only slow the tests down or needs a proxy and a build step in front."""

import os

os.environ.pop("IOP_DEMO", None)  # whatever the developer's shell says: the tests are about production

from iop.settings import *  # noqa: E402, F403
from iop.settings import STORAGES  # noqa: E402

SECURE_SSL_REDIRECT = False  # the test client speaks plain HTTP
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},  # no collectstatic first
}
WHITENOISE_AUTOREFRESH = True  # nor a folder of collected files to read for every test client
