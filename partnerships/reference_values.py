"""The thresholds and limits of the law on a day. Where none is known for it, the answer is None: never an old one."""

from datetime import date

from .models import ReferenceValue

Kind = ReferenceValue.Kind


def value_on(kind: str, day: date) -> ReferenceValue | None:
    """The value of `kind` on `day`; None if nobody has entered what holds then."""
    return ReferenceValue.objects.valid_on(day).filter(kind=kind).first()


def values_on(day: date) -> dict[str, ReferenceValue | None]:
    """Every kind with its value on `day`, or None where it is unknown. One query."""
    known = {row.kind: row for row in ReferenceValue.objects.valid_on(day)}
    return {kind: known.get(kind) for kind in Kind.values}
