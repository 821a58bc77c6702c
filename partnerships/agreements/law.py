"""What a signature is, and is not, in law: one sentence for each method, said wherever one is given or shown.

What is known and what a lawyer has to check stands in docs/adr/0024-how-an-agreement-is-signed.md.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partnerships.models import Signature

#: Method -> what such a signature is in law.
IN_LAW: dict[str, Promise] = {
    Signature.Method.PASSWORD: _(
        "In law it is a simple electronic signature under the eIDAS regulation, neither advanced nor qualified. It can "
        "bind like any other, since an agreement seldom needs a particular form in Sweden. What differs is how easily "
        "it is proved."
    ),
    Signature.Method.PADES: _(
        "In law it is what the signing service and its certificate make it: simple, advanced or qualified under the "
        "eIDAS regulation. IOP has checked that the file is whole, that it is our document and that its issuer is "
        "trusted here; not which of the three it is."
    ),
}
