"""Forms of an agreement's rows: many at once in a table, or one by itself."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import Party

from .agreements import TextForm

#: How many empty rows a table begins with, how many more come at a time, and the most at once.
ROWS, MOST_ROWS = 5, 100


class PartyChoice(forms.ModelChoiceField):
    """A party by its name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"queryset": Party.objects.none(), "label": _("Party"), **kwargs})

    def label_from_instance(self, obj: Party) -> str:
        return obj.name


class TableForm(TextForm):
    """What stands above a table of rows: whom they are about."""

    party = PartyChoice(empty_label=_("Choose a party"))

    def __init__(self, *args: Any, parties: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = parties


class Pick(forms.TypedChoiceField):
    """One of some rows that are at hand, by what each is called: no query, however many fields ask."""

    def __init__(self, *, empty: Any, **kwargs: Any) -> None:
        super().__init__(**{"empty_value": None, "coerce": str, **kwargs})
        self.empty = empty
        self.objects: dict[str, Any] = {}

    def offer(self, named: Iterable[tuple[Any, str]]) -> None:
        """Let the field be one of these objects, each with its name."""
        named = list(named)
        self.choices = [("", self.empty), *((str(obj.pk), name) for obj, name in named)]
        self.objects = {str(obj.pk): obj for obj, _name in named}
        self.coerce = self._object

    def _object(self, key: Any) -> Any:
        if str(key) not in self.objects:
            raise ValueError(key)
        return self.objects[str(key)]


class RowForm(forms.Form):
    """One row of a table; what its fields are for stands in the table's head."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.help_text = ""


def heads_of(table: Any) -> list[tuple[str, str]]:
    """(label, what it is for) of each column of a table."""
    row = table.empty_form
    return [(one.label, row.base_fields[one.name].help_text) for one in row.visible_fields()]


def table_of(form: type[forms.Form], data: Any, **kwargs: Any) -> Any:
    """A table of empty rows to fill in; with `more` in the data, of some more rows than were sent."""
    made = forms.formset_factory(form, extra=ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
    if data is not None and "more" in data:
        data = data.copy()
        sent = data.get("rows-TOTAL_FORMS", "")
        count = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else 0
        data["rows-TOTAL_FORMS"] = str(min(count + ROWS, MOST_ROWS))
    return made(data, prefix="rows", form_kwargs=kwargs)
