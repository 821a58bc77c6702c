"""Documents that people have brought: kept in the database with their fingerprint, and never changed."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships import access, clock

from .base import Illustrative
from .organisation import Organisation
from .partnership import Partnership

#: The largest file that is taken, in bytes.
MAX_SIZE = 20 * 1024 * 1024


class DocumentQuerySet(models.QuerySet):
    """Documents, as far as a person may see them."""

    def visible_to(self, user: Any) -> Self:
        """Those of the partnerships that `user` may see, and of the organisations whose drafts `user` may read."""
        return self.filter(
            Q(partnership__in=access.objects_with(user, "view_partnership"))
            | Q(organisation__in=access.objects_with(user, "view_organisation"))
        )


class DocumentManager(models.Manager.from_queryset(DocumentQuerySet)):  # type: ignore[misc]
    """Reads everything but the bytes; `content` is fetched when it is asked for."""

    def get_queryset(self) -> DocumentQuerySet:
        return super().get_queryset().defer("content")


class Document(Illustrative):
    """A PDF that somebody has brought (bifogad handling). Append-only: another version is another document.

    It belongs to a partnership or to one organisation, and takes its rights from there. The database checks that
    `sha256` is that of `content`. What a document is for stands in the row that refers to it.
    """

    private_fields = frozenset({"content"})

    partnership = models.ForeignKey(Partnership, models.PROTECT, null=True, blank=True, related_name="documents")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="documents")
    name = models.CharField(_("file name"), max_length=160)
    size = models.PositiveIntegerField(_("size, bytes"))
    sha256 = models.CharField(_("fingerprint (SHA-256)"), max_length=64)
    content = models.BinaryField(editable=False)
    added_by = models.ForeignKey("User", models.PROTECT, null=True, related_name="+")  # null: the system itself
    added_at = models.DateTimeField(_("added"), default=clock.now)

    objects = DocumentManager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(partnership__isnull=True) ^ Q(organisation__isnull=True), name="document_of_one"
            ),
            models.CheckConstraint(
                condition=Q(size=Func(F("content"), function="octet_length", output_field=models.IntegerField()))
                & Q(size__gt=0)
                & Q(size__lte=MAX_SIZE),
                name="document_size_is_true",
            ),
            models.CheckConstraint(
                condition=Q(
                    sha256=Func(
                        Func(F("content"), function="sha256", output_field=models.BinaryField()),
                        Value("hex"),
                        function="encode",
                        output_field=models.CharField(),
                    )
                ),
                name="document_hash_is_true",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partnerships:document", args=[self.pk])
