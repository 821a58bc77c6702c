"""Every list can be searched, filtered, sorted, paged and exported: here, once."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

PER_PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Column:
    """One column of an export, and perhaps a way to sort the list."""

    key: str
    label: str
    value: Callable[[Any], Any]
    sort: Sequence[Any] = ()  # what order_by takes; empty: cannot be sorted on


@dataclass(frozen=True)
class Filter:
    """A choice that narrows the list. `condition` turns the chosen value into a Q; the default compares `name`."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    condition: Callable[[str], Q] | None = None

    def narrow(self, rows: QuerySet, chosen: str) -> QuerySet:
        """`rows` with the choice applied; a value that is not among the options changes nothing."""
        if chosen not in {str(value) for value, _label in self.options}:
            return rows
        return rows.filter(self.condition(chosen) if self.condition else Q(**{self.name: chosen}))


@dataclass
class Listing:
    """A list page: `response` is the export if one was asked for; else render `context` (list_tools, pagination)."""

    request: HttpRequest
    rows: QuerySet
    columns: Sequence[Column]
    name: str  # of the exported file
    search: Sequence[str] = ()  # lookups without suffix, as "name" or "organisation__name"
    search_label: str = ""
    filters: Sequence[Filter] = ()
    sort: str = ""  # key of the column sorted on unless the reader chooses; "-key" the other way
    context: dict[str, Any] = field(default_factory=dict)
    response: HttpResponse | None = None

    def __post_init__(self) -> None:
        get = self.request.GET
        query, chosen = get.get("q", "").strip()[:200].replace("\x00", ""), get.get("sort", "")
        rows = self.rows
        for word in query.split():
            condition = Q()
            for lookup in self.search:
                condition |= Q(**{f"{lookup}__icontains": word})
            rows = rows.filter(condition)
        for one in self.filters:
            rows = one.narrow(rows, get.get(one.name, ""))
        orders = {column.key: column.sort for column in self.columns if column.sort}
        chosen = chosen if chosen.removeprefix("-") in orders else self.sort
        if chosen:
            order = [_expression(one) for one in orders[chosen.removeprefix("-")]]
            rows = rows.order_by(*order, "pk")
            if chosen.startswith("-"):
                rows = rows.reverse()
        if get.get("format") in EXPORTS:
            self.response = EXPORTS[get["format"]](self.name, self.columns, rows)
            return
        page = Paginator(rows, PER_PAGE).get_page(get.get("page"))
        self.context = {
            "page_obj": page,
            "q": query,
            "search": self.search_label,
            "filters": [(one.name, one.label, one.options, get.get(one.name, "")) for one in self.filters],
            "sorts": self._sorts(),
            "sort": chosen,
            "exports": self._exports(),
            "is_narrowed": bool(query) or any(get.get(one.name) for one in self.filters),
        }

    def _sorts(self) -> list[tuple[str, str]]:
        sorts = []
        for column in self.columns:
            if column.sort:
                sorts.append((column.key, str(column.label)))
                sorts.append((f"-{column.key}", _("%(column)s, the other way") % {"column": column.label}))
        return sorts

    def _exports(self) -> list[tuple[str, str]]:
        exports = []
        for kind, label in (("xlsx", _("Excel")), ("csv", "CSV")):
            query = self.request.GET.copy()
            query.pop("page", None)
            query["format"] = kind
            exports.append((label, f"?{query.urlencode()}"))
        return exports


def _expression(order: Any) -> Any:
    return order.asc() if hasattr(order, "asc") else order


def _cell(value: Any) -> Any:
    """A value that a spreadsheet keeps its type of."""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    if value is None or isinstance(value, int | float | Decimal) or hasattr(value, "isoformat"):
        return value
    return str(value)


def to_xlsx(name: str, columns: Sequence[Column], rows: Any) -> HttpResponse:
    """The rows as a workbook with typed cells. A text never becomes a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    sheet.freeze_panes = "A2"
    sheet.append([str(column.label) for column in columns])
    for row in rows.iterator(chunk_size=2000) if hasattr(rows, "iterator") else rows:
        cells = []
        for column in columns:
            cell = WriteOnlyCell(sheet, value=_printable(_cell(column.value(row))))
            if isinstance(cell.value, str):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return _attachment(out.getvalue(), XLSX, f"{name}.xlsx")


def _printable(value: Any) -> Any:
    """Excel refuses control characters in text."""
    if isinstance(value, str):
        return "".join(sign for sign in value if sign >= " " or sign in "\n\t")
    return value


def to_csv(name: str, columns: Sequence[Column], rows: Any) -> HttpResponse:
    """The rows as CSV for Swedish spreadsheets: UTF-8 with BOM, semicolons, decimal comma."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([str(column.label) for column in columns])
    for row in rows.iterator(chunk_size=2000) if hasattr(rows, "iterator") else rows:
        writer.writerow([_csv_text(_cell(column.value(row))) for column in columns])
    return _attachment(("\ufeff" + out.getvalue()).encode(), "text/csv; charset=utf-8", f"{name}.csv")


def _csv_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal | float):
        return str(value).replace(".", ",")
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA_SIGNS) else text


def _attachment(content: bytes, content_type: str, filename: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


EXPORTS: dict[str, Callable[[str, Sequence[Column], Any], HttpResponse]] = {"xlsx": to_xlsx, "csv": to_csv}
