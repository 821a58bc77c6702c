"""Per request: the person's language, and rights that are of today."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from partnerships import access, clock


class PersonMiddleware:
    """Speak the reader's language (Swedish unless chosen otherwise), and let yesterday's mandates be over.

    A mandate that ended at midnight gives nothing even if the nightly command has not run: the first request of a day
    lets the rights of the person be worked out anew. A request that only reads asks for them once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if person.is_authenticated:
            language = person.language
            if person.rights_valid_on != clock.today():
                access.sync(person)
            if request.method in {"GET", "HEAD"}:
                access.keep_rights(person)
        else:
            language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        if language not in dict(settings.LANGUAGES):
            language = settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response
