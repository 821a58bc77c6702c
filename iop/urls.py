"""Addresses: each app's own, login, the back office, and the demo's list of people when the flag is on."""

from django.conf import settings
from django.urls import include, path

from partnerships.admin import back_office

from . import views

urlpatterns = [
    path("", include("partnerships.urls")),
    path("", include("governance.urls")),
    path("", include("reporting.urls")),  # last: it takes partnerskap/<any name>/
    path("language/", views.set_language, name="set_language"),
    path("konto/", include("allauth.account.urls")),
    path("konto/sessioner/", include("allauth.usersessions.urls")),
    path("backoffice/", back_office.urls),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("iop.demo.urls")))

handler400 = views.handler400
handler403 = views.handler403
handler404 = views.handler404
handler429 = views.handler429  # where allauth has counted too many attempts
handler500 = views.handler500
