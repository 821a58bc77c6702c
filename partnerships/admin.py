"""The back office: accounts and reference data, nothing that the parties own together.

Joint records are not registered here. Whoever works here holds no right in any partnership by that.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import access, clock
from .models import CriteriaSet, Criterion, ReferenceValue, SectionTemplate, User, WindingStep


class BackOffice(admin.AdminSite):
    """Django's admin behind the product's own login, for staff only."""

    site_header = site_title = _("Back office")
    index_title = _("Accounts and reference data")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send to the product's login; whoever is logged in without being staff is told so."""
        if request.user.is_authenticated:
            raise PermissionDenied(gettext("The back office is for those who run the system."))
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Log out through the product's own page."""
        from allauth.account.views import logout

        return logout(request)


class StaffOnly(admin.ModelAdmin):
    """Whoever may enter the back office may do what it offers."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_staff

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_active and request.user.is_staff

    has_change_permission = has_view_permission


class AccountForm(forms.ModelForm):
    """Open or closed, and whether the person may enter the back office."""

    class Meta:
        model = User
        fields = ("is_active", "is_staff")


class AccountAdmin(StaffOnly):
    """Accounts begin with an invitation and are closed, never deleted: history names them."""

    form = AccountForm
    list_display = ("name", "email", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("name", "email")
    ordering = ("name", "pk")
    fields = ("name", "email", "title", "phone", "is_active", "is_staff", "date_joined", "last_login")
    readonly_fields = ("name", "email", "title", "phone", "date_joined", "last_login")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Nobody can shut him- or herself out; whoever has been erased does not come back."""
        stays = obj is not None and (obj.pk == request.user.pk or obj.erased_at is not None)
        return (*self.readonly_fields, "is_active", "is_staff") if stays else self.readonly_fields

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        """Rights follow at once: a closed account has none, one that is opened again what its mandates give."""
        obj.save(update_fields=["is_active", "is_staff"])
        access.sync(obj)


class ReferenceValueForm(forms.ModelForm):
    """What the database would refuse, said beside the field."""

    class Meta:
        model = ReferenceValue
        fields = "__all__"  # noqa: DJ007

    def clean_valid_until(self) -> Any:
        day, before = self.cleaned_data["valid_until"], self.instance.valid_until
        if not self.instance.pk or self.instance.valid_from > clock.today():
            return day
        if before is not None and (day is None or day > before):
            raise forms.ValidationError(gettext("It does not hold longer than was entered: enter a new value."))
        return day


class SectionTemplateAdmin(StaffOnly):
    """The sections that a new agreement starts with."""

    list_display = ("heading", "kind", "position")
    list_filter = ("kind",)
    ordering = ("kind", "position")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_staff

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_active and request.user.is_staff


class ReferenceValueAdmin(StaffOnly):
    """Thresholds and limits. What has begun to hold can cease and be checked; a new value is a new row."""

    form = ReferenceValueForm
    list_display = ("kind", "value", "unit", "valid_from", "valid_until", "checked_on")
    list_filter = ("kind",)
    ordering = ("kind", "-valid_from")
    fields = ("kind", "value", "unit", "period", "valid_from", "valid_until", "source", "to_verify", "checked_on")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_staff

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None and obj.valid_from > clock.today() and self.has_add_permission(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The database refuses any other change of what has begun to hold."""
        if obj is None or obj.valid_from > clock.today():
            return ()
        return ("kind", "value", "unit", "period", "valid_from", "source")


class CriterionInline(admin.TabularInline):
    """The criteria of a set, in order."""

    model = Criterion
    extra = 0
    ordering = ("position",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_active and request.user.is_staff

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only as long as the set has not been used: the words of a choice that was made by it never move."""
        return self.has_view_permission(request) and (obj is None or not obj.is_used)

    has_add_permission = has_delete_permission = has_change_permission


class CriteriaSetAdmin(StaffOnly):
    """Criteria, red flags and questions about the form. A set that has been used keeps all but its last day."""

    list_display = ("name", "kind", "municipality_code", "valid_from", "valid_until")
    list_filter = ("kind", "municipality_code")
    ordering = ("kind", "municipality_code", "name", "valid_from")
    inlines = (CriterionInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_staff

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None and request.user.is_active and request.user.is_staff and not obj.is_used

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """All but the last day, once a choice has been made by it."""
        return ("kind", "name", "source", "municipality_code", "valid_from") if obj is not None and obj.is_used else ()


class WindingStepAdmin(StaffOnly):
    """What every winding-down has to see to: the back office keeps the list, and each plan copies it."""

    list_display = ("position", "title", "made_for", "days", "valid_from", "valid_until")
    ordering = ("position",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_staff

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_active and request.user.is_staff


back_office = BackOffice(name="admin")
back_office.register(User, AccountAdmin)
back_office.register(ReferenceValue, ReferenceValueAdmin)
back_office.register(SectionTemplate, SectionTemplateAdmin)
back_office.register(CriteriaSet, CriteriaSetAdmin)
back_office.register(WindingStep, WindingStepAdmin)
