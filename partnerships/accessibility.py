"""The accessibility statement (tillgänglighetsredogörelse): what the law asks for, field by field.

MDFFS 2019:2 says what a statement holds. Correct the texts when something is found or mended, and change the date.
"""

from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

PUBLISHED_ON = date(2026, 11, 23)
ASSESSED_ON = date(2026, 11, 23)
SUPERVISOR = "https://www.digg.se/tdosanmalan"


def statement() -> list[tuple[str, str, str]]:
    """The eleven fields: heading, text, and a link if the field has one."""
    contact = settings.DEFAULT_FROM_EMAIL
    mail = f"mailto:{contact}"
    return [
        (
            _("Who is responsible"),
            _("The organisation that runs this installation for its partnerships, reached at %(email)s.")
            % {"email": contact},
            mail,
        ),
        (
            _("What the statement covers"),
            _(
                "IOP, a system for idéburna offentliga partnerskap, at %(address)s: the pages before and after login, "
                "and the PDF documents that it makes."
            )
            % {"address": settings.BASE_URL},
            "",
        ),
        (
            _("How accessible it is"),
            _(
                "The system is built to follow WCAG 2.2 at level AA, and thereby EN 301 549. "
                "It is partially compliant with the law on accessibility to digital public service (2018:1937), "
                "since people with disabilities have not yet tested it."
            ),
            "",
        ),
        (
            _("What does not work"),
            _(
                "No shortcoming is known. Texts that the parties write themselves, such as agreements and minutes, "
                "can lack clear headings or be hard to read."
            ),
            "",
        ),
        (_("Exceptions as a disproportionate burden"), _("None."), ""),
        (
            _("What the law does not cover"),
            _("Documents that somebody has fetched and changed outside the system. No other content is excepted."),
            "",
        ),
        (
            _("If you need the content in another form"),
            _("Write to %(email)s and say what you need. You get an answer within two working days.")
            % {"email": contact},
            mail,
        ),
        (
            _("Tell us what does not work"),
            _("Use the form on this page, or write to %(email)s. You need not log in.") % {"email": contact},
            mail,
        ),
        (
            _("Supervision"),
            _(
                "The Agency for Digital Government (Digg) supervises the law. If you are not satisfied with how we "
                "handle your views, you can report that to Digg."
            ),
            SUPERVISOR,
        ),
        (
            _("How we have tested"),
            _(
                "By the makers of the system, on %(day)s: automatic tests (axe) of the pages in both languages, light "
                "and dark, at 320 pixels' width, by keyboard and without JavaScript; the PDF documents against PDF/UA."
            )
            % {"day": date_format(ASSESSED_ON, "Y-m-d")},
            "",
        ),
        (
            _("When it was published"),
            _("The statement was published, and last checked, on %(day)s.")
            % {"day": date_format(PUBLISHED_ON, "Y-m-d")},
            "",
        ),
    ]
