"""Pages that belong to no part of the domain: errors and the choice of language."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.views import i18n
from django.views.decorators.http import require_POST


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request could not be understood."""
    return render(request, "400.html", status=400)


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Seen but not allowed: the page says which role could."""
    return render(request, "403.html", {"exception": str(exception)}, status=403)


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing here, or nothing for this reader: the page does not tell which."""
    return render(request, "404.html", status=404)


def handler429(request: HttpRequest) -> HttpResponse:
    """Too many attempts from the same network or on the same account."""
    return render(request, "429.html", status=429)


def handler500(request: HttpRequest) -> HttpResponse:
    """Something broke: a page that asks nothing of the database or the session."""
    try:
        return HttpResponseServerError(render_to_string("500.html"))
    except Exception:  # the last line of defence must not break as well
        return HttpResponseServerError("Något gick fel. / Something went wrong.", content_type="text/plain")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere."""
    text = gettext("The form was open too long, or cookies are turned off. Go back, reload the page and try again.")
    return render(request, "403.html", {"exception": text}, status=403)


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the chosen language in a cookie, and for a person who is logged in also in the account."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES):
        request.user.language = language
        request.user.save(update_fields=["language"])
    return i18n.set_language(request)
