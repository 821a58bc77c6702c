"""A sample of six pages with all that an agreement has: `python -m tests.reporting.pdf_sample FILE [draft]`."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.test import override_settings
from django.utils import translation
from django.utils.safestring import mark_safe

from reporting.pdf import render_pdf

CREATED = datetime(2016, 2, 12, 13, 30, tzinfo=UTC)
TEXT_HASH = "3fa94c1be07d52f6a8810c9de2b7461590cfd3aa77e8b0124695de13fc802b7a"
PARTIES = [
    ("Göteborgs Stad, Social resursförvaltning", "public", "212000-1355"),
    ("Bräcke diakoni", "ideburen", "857200-3020"),
    ("Göteborgs Räddningsmission", "ideburen", "857200-4473"),
    ("Individuell Människohjälp", "ideburen", "845000-8077"),
    ("Rädda Barnen", "ideburen", "802002-8638"),
    ("Reningsborg", "ideburen", "857202-2806"),
]
SIGNERS = ["Åsa Lindström", "Örjan Ek", "Maria Brodin", "Jonas Ståhl", "Elin Åberg"]
TITLES = [
    "Parter och bakgrund",
    "Syfte och målgrupp",
    "Gemensam värdegrund",
    "Insatser och tjänster",
    "Organisation och styrgrupp",
    "Ekonomi och gemensamma potten",
    "Uppföljning och lärande",
    "Insyn, sekretess och personuppgifter",
    "Ändringar, tvist och uppsägning",
    "Giltighetstid",
]
TEXTS = [
    """
<p>Parterna ingår detta partnerskap på lika villkor. Samarbetet bygger på tillit och på att var och en bidrar med
<strong>egna resurser</strong>: pengar, lokaler, kunnande och frivilligt engagemang. Partnerskapet ersätter inte
myndighetens eget ansvar enligt lag, och ingen part köper en tjänst av en annan.</p>
<h3>Vad parterna åtar sig</h3>
<ul><li>Göteborgs Stad samordnar placeringar och svarar för tillstånd.</li>
<li>De idéburna parterna ordnar boende, fadderfamiljer och fritid, och redovisar <em>placeringsdygn</em> varje månad.
<ol><li>Dygnen bekräftas av båda sidor senast den femtonde.</li>
<li>En rättelse görs som en ny post, aldrig genom ändring.</li></ol></li>
<li>Alla deltar i styrgruppen och i den årliga uppföljningen.</li></ul>
""",
    """
<p>Styrgruppen består av en ledamot och en ersättare från varje part. Den möts fyra gånger om året, och dessutom när
minst två parter begär det. Varje part har en röst. Beslut fattas i enighet; den som inte kan ställa sig bakom beslutet
lämnar en <strong>reservation</strong> med sina skäl.</p>
<ol><li><p>Kallelse och dagordning skickas senast tio dagar före mötet.</p></li>
<li><p>Protokollet justeras av ordföranden och en justerare från andra sidan.</p>
<p>Justerat protokoll ändras inte. En rättelse skrivs som ett tillägg.</p></li></ol>
<h3>Om en part inte kan fullgöra sitt åtagande</h3>
<p>Den part som ser att ett åtagande inte kan hållas säger det genast till samordnaren. Styrgruppen tar upp frågan vid
nästa möte, eller tidigare om barnens bästa kräver det. Läs mer i <a href="https://example.org/vagledning">vägledningen</a>.</p>
<h4>När frågan inte kan lösas</h4>
<p>Parterna söker först en lösning mellan sina representanter, därefter genom medling.</p>
""",
    """
<p>Parterna följer upp partnerskapet tillsammans en gång om året. Uppföljningen beskriver vad som hänt, vad de lärt
sig och vad som ändras till nästa år. Den är offentlig och skrivs så att var och en kan förstå den.</p>
<blockquote><p>Vi mäter för att lära oss, inte för att kontrollera varandra.</p></blockquote>
<p>Personuppgifter behandlas bara när det behövs. Varje part ansvarar för sin egen behandling, och uppgifter om enskilda
barn skrivs aldrig in i partnerskapets handlingar.</p>
""",
]


def context() -> dict:
    """What the sample says, in plain dicts as every caller passes it."""
    parties = [{"name": name, "side": side, "number": number} for name, side, number in PARTIES]
    return {
        "partnership": "IOP Ensamkommande",
        "registry_number": "0193/15",
        "version": "2",
        "text_hash": TEXT_HASH,
        "log_number": 648,
        "log_head": TEXT_HASH[::-1],
        "parties": parties,
        "facts": [
            {"term": "Diarienummer", "value": "0193/15"},
            {"term": "Gäller", "value": "1 mars 2016 – 31 december 2018"},
            {"term": "Uppsägning", "value": "6 månader"},
        ],
        "sections": [
            {"number": number, "title": title, "html": mark_safe(TEXTS[number % 3])}
            for number, title in enumerate(TITLES, 1)
        ],
        "contributions": [
            {"party": name, "money": "195 642 kr", "in_kind": "67 000 kr", "total": "262 642 kr"}
            for name, _side, _number in PARTIES
        ],
        "statement": "Parterna har tagit del av överenskommelsen och godkänner den genom underskrift. "
        "Den träder i kraft när alla parter har skrivit under samma text.",
        "signatures": [
            {
                "party": party["name"],
                "side": party["side"],
                "name": signer,
                "role": "Direktör",
                "mandate": "Firmatecknare enligt protokoll 2016-01-14",
                "moment": "12 februari 2016 kl.\N{NO-BREAK SPACE}14.30",
                "method": "E-legitimation, Freja",
            }
            for party, signer in zip(parties, SIGNERS, strict=False)
        ]
        + [{"party": "Reningsborg", "side": "ideburen"}],
    }


def sample(*, draft: bool = False, **changes) -> bytes:
    """The sample in Swedish as a PDF."""
    engine = settings.TEMPLATES[0]
    templates = Path(__file__).parent / "templates"
    with override_settings(TEMPLATES=[{**engine, "DIRS": [*engine["DIRS"], templates]}]), translation.override("sv"):
        return render_pdf("pdf/sample_agreement.html", {**context(), **changes}, created=CREATED, draft=draft)


if __name__ == "__main__":
    import django

    django.setup()
    Path(sys.argv[1]).write_bytes(sample(draft="draft" in sys.argv[2:]))
