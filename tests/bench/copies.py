"""The demo copied many times over, people and all, so that a register of many partnerships can be measured."""

from django.apps import apps
from django.db import connection, models, transaction

#: Far above any key of the demo, so that copy k of row n is n + k * STRIDE.
STRIDE = 10_000_000
LAYERS = {"partnerships", "governance"}
#: Shared by all copies.
REFERENCE = {"partnerships.sectiontemplate"}

#: Columns that must differ between copies: table.column -> SQL, with k the copy's number.
UNIQUE_TEXTS = {
    "partnerships_user.email": "k || '-' || email",
    "partnerships_organisation.number": (
        "lpad(k::text, 2, '0') || '2' || lpad((id %% 1000)::text, 3, '0') || '-' || lpad(k::text, 4, '0')"
    ),
    "partnerships_partnership.slug": "slug || '-' || k",
    "partnerships_invitation.token_digest": "md5(token_digest || k)",
}
SHIFTED = {"partnerships_logevent.object_id"}


def multiply(copies: int) -> int:
    """Add `copies` copies of every row; return how many rows the largest table then has. Needs a superuser."""
    names = [model for model in apps.get_models() if _is_copied(model)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # the triggers guard people, not this
        for model in names:
            cursor.execute(_copy(model), [copies])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return max(model._base_manager.count() for model in names)


def _is_copied(model: type[models.Model]) -> bool:
    return model._meta.app_label in LAYERS and model._meta.label_lower not in REFERENCE


def _copy(model: type[models.Model]) -> str:
    table = model._meta.db_table
    columns, values = [], []
    for field in model._meta.concrete_fields:
        if field.generated:
            continue
        column = f'"{field.column}"'
        columns.append(column)
        name = f"{table}.{field.column}"
        target = field.related_model if field.is_relation else None
        is_key = field.primary_key or (field.column == "id" and "historical" in table) or name in SHIFTED
        if name in UNIQUE_TEXTS:
            values.append(UNIQUE_TEXTS[name])
        elif is_key or (target is not None and _is_copied(target)):
            values.append(f"{column} + k * {STRIDE}")
        else:
            values.append(column)
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} "  # noqa: S608 - names of our own tables
        f"FROM {table} CROSS JOIN generate_series(1, %s) AS k"
    )
