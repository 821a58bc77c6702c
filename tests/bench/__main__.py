"""`python -m tests.bench`: the most frequent pages with the demo once and a hundred times, as ratios to the floor.

Needs a database of its own with the demo loaded, and a superuser on it: `make bench` sees to both.
"""

import gc
import os
import resource
import statistics
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iop.settings")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from governance.models import Fund  # noqa: E402
from partnerships.models import Agreement, Partnership, User  # noqa: E402
from tests.bench import copies  # noqa: E402

ROUNDS = 40
COORDINATOR = "samordnare.goteborg@demo.iop.example"


def main() -> None:
    """Measure at one copy and at a hundred; print both beside the floor of the same run."""
    templates = [
        {**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], Path(__file__).parent / "templates"]}
    ]
    with override_settings(ROOT_URLCONF="tests.bench.urls", TEMPLATES=templates):
        results = {}
        for times in (1, 100):
            if times > 1:
                copies.multiply(times - 1)
            partnerships = Partnership.objects.count()
            results[times] = measure()
            show(times, partnerships, results[times])
    show_pdf()
    print(f"memory of this process at its peak: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def pages() -> dict[str, str]:
    """The pages measured, for an ordinary coordinator."""
    fund = Fund.objects.select_related("partnership").order_by("pk").first()
    slug = fund.partnership.slug
    agreement = Agreement.objects.filter(partnership=fund.partnership, kind="main").order_by("pk").first()
    return {
        "floor": "/floor/",
        "my day": "/",
        "partnership list": "/partnerskap/",
        "partnership overview": fund.partnership.get_absolute_url(),
        "agreement": agreement.get_absolute_url(),
        "fund": fund.get_absolute_url(),
        "history": f"/partnerskap/{slug}/historik/",
    }


def measure() -> dict[str, tuple[float, int, int]]:
    """Page -> (median seconds, queries, bytes); the floor before and after, the lower kept."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(email=COORDINATOR), backend=settings.AUTHENTICATION_BACKENDS[0])
    addresses = pages()
    found = {name: visit(client, address) for name, address in addresses.items()}
    again = visit(client, addresses["floor"])
    found["floor"] = min(found["floor"], again)
    return found


def visit(client: Client, address: str) -> tuple[float, int, int]:
    """Fetch a page until warm, then count its queries once and time it many times."""
    for _warm in range(3):
        response = client.get(address)
        if response.status_code != 200:
            raise SystemExit(f"{address} answered {response.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
        asked = len(queries)
    gc.collect()
    seconds = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        client.get(address)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), asked, len(response.content)


def show(times: int, partnerships: int, found: dict[str, tuple[float, int, int]]) -> None:
    """One line a page."""
    floor = found["floor"][0]
    print(f"\nthe demo × {times} ({partnerships} partnerships)")
    print(f"{'page':24}{'ms':>8}{'× floor':>10}{'queries':>10}{'kB':>8}")
    for name, (seconds, queries, size) in found.items():
        print(f"{name:24}{seconds * 1000:8.1f}{seconds / floor:10.2f}{queries:10}{size / 1024:8.1f}")


def show_pdf() -> None:
    """The agreement summary, warm, against the floor of the machine: seconds."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(email=COORDINATOR), backend=settings.AUTHENTICATION_BACKENDS[0])
    agreement = Agreement.objects.filter(kind="main").order_by("pk").first()
    address = f"{agreement.get_absolute_url()}sammanfattning.pdf"
    seconds = []
    for _round in range(6):
        start = time.perf_counter()
        response = client.get(address)
        seconds.append(time.perf_counter() - start)
    print(f"\nagreement summary PDF: {response.status_code}, warm {statistics.median(seconds[1:]):.2f} s")


if __name__ == "__main__":
    main()
