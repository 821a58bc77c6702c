"""The joint steering group's meetings in 2015 and 2016: what was dealt with, decided and written."""

from datetime import date

from governance.models import Decision

from .fund import granted, remember
from .meetings import Action, Item, Script, Stance

CITY_HALL = "Social resursförvaltning, stora salen"
OURS = "Vi har lagt förslaget och deltar inte i beslutet."
ROUND = (
    "Mötet öppnades och justerare valdes.",
    "Förra protokollet är justerat och lades till handlingarna.",
    "Gicks igenom. Det som återstår följer med till nästa möte.",
    "Inget övrigt.",
)
DISCUSSION = "discussion"


def jav(party: str) -> dict[str, tuple[str, str]]:
    """The proposing party takes no part."""
    return {party: (Stance.DISQUALIFIED, OURS)}


MEETINGS_2015 = (
    Script(
        "steering", date(2015, 6, 9), CITY_HALL,
        (
            Item(
                "Styrgruppens arbetsformer",
                "Styrgruppen enades om arbetsformerna. Protokollet justeras av en från vardera sidan.",
                basis="Avtalet säger att beslut fattas i samsyn när staden och minst sex idéburna parter är med.",
                wording="Styrgruppen antar arbetsformerna: sex möten om året, kallelse tio dagar före, samsyn.",
                actions=(
                    Action("Skicka ut en mötesplan för året", "goteborg", "sekreterare.goteborg",
                           date(2015, 6, 23), date(2015, 6, 18)),
                ),
            ),
            Item("Boende A har öppnat", "De första ungdomarna har flyttat in. Grannarna har bjudits på fika."),
        ),
        ("Ordföranden hälsade välkommen till det första mötet.", "Detta är det första mötet.", "Inga ännu.", ROUND[3]),
        ("ordforande.goteborg", "representant.bracke"),
        opening="Partnerskapets första styrgruppsmöte.",
    ),
    Script(
        "steering", date(2015, 10, 13), CITY_HALL,
        (
            Item(
                "Läget i mottagandet",
                "Fler kommer än någon räknade med. Alla fyra boenden är öppna. Oro för att boendena blir för stora.",
                kind=DISCUSSION,
            ),
            Item(
                "Ett nätverk för fritidsansvariga",
                "IM föreslog ett nätverk. Alla boenden utser en fritidsansvarig.",
                basis="Fritiden sköts olika på boendena. IM har provat ett nätverk på andra orter.",
                wording="Ett nätverk för fritidsansvariga på boendena bildas. IM sammankallar.",
                proposer="im",
                actions=(
                    Action("Kalla nätverket till första träffen", "im", "representant.im",
                           date(2015, 11, 30), date(2015, 11, 24)),
                ),
            ),
        ),
        ROUND, ("ordforande.goteborg", "representant.skyddsvarnet"), absent=("representant.reningsborg",),
    ),
    Script(
        "steering", date(2015, 12, 8), CITY_HALL,
        (
            Item(
                "Avsättning till gemensamma potten",
                "Beredd i samverkansgruppen. De som inte driver boenden får del av potten på samma villkor.",
                basis="Avtalet talar om en gemensam pott men nämner inget belopp. Förslaget är 50\u00a0kr per dygn.",
                wording=(
                    "Från den 1 januari 2016 går 50\u00a0kr av dygnsersättningen för varje placeringsdygn till potten."
                ),
                after=remember("rule"),
            ),
            Item(
                "Kriterier för mervärdesinsatser",
                "Kriterierna antogs. Rädda Barnen reserverade sig.",
                basis="Potten räcker inte till allt. Parterna har tagit fram gemensamma kriterier.",
                wording=(
                    "Potten går i första hand till insatser som når många unga på boendena, som ger kontakt med "
                    "vuxna utanför boendet och som ingen annan betalar."
                ),
                positions={
                    "raddabarnen": (
                        Stance.RESERVATION,
                        "Att nå många får inte väga tyngre än de ungas rätt att bli hörda. Vi ville att barnens egen "
                        "röst skulle vara ett kriterium.",
                    ),
                    "im": (Stance.STANDS_ASIDE, ""),
                },
            ),
        ),
        ROUND, ("ordforande.goteborg", "representant.raddningsmissionen"),
        addendum=(
            20,
            "Rättelse: Röda Korsets representant lämnade mötet först efter att det avslutats, inte under punkt 5.",
        ),
    ),
)  # fmt: skip

MEETINGS_2016 = (
    Script(
        "steering", date(2016, 3, 8), CITY_HALL,
        (
            Item(
                "Fler platser och nya parter",
                "Styrgruppen vill gå vidare. Göteborgs kyrkliga stadsmission och Göteborg Karriärkraft bjuds in.",
                basis="Boendena är fulla. Stadsmissionen kan öppna ett boende, Karriärkraft ordnar praktik.",
                wording="Dialog inleds med två nya parter. Målet är 200 platser från den 1 juli 2016.",
                actions=(
                    Action("Inleda dialogen med de två organisationerna", "bracke", "samordnare.ideburna",
                           date(2016, 4, 8), date(2016, 3, 29)),
                ),
            ),
            Item("Forskarna presenterar sin studie", "36 intervjuer görs under året. Frågor om insyn besvarades."),
        ),
        ROUND, ("ordforande.goteborg", "representant.im"),
    ),
    Script(
        "steering", date(2016, 5, 17), CITY_HALL,
        (
            Item(
                "Tilläggsavtal 1",
                "Texten är klar. Varje part undertecknar för sig.",
                wording="Styrgruppen ställer sig bakom tilläggsavtal 1 och ber parterna att underteckna.",
            ),
            Item(
                "Fadderfamiljer 2016",
                "Räddningsmissionen svarade på frågor och deltog sedan inte i beslutet.",
                basis="Förslag från Göteborgs Räddningsmission: 620\u00a0000\u00a0kr.",
                wording="Potten betalar 620\u00a0000\u00a0kr till Fadderfamiljer 2016.",
                positions=jav("raddningsmissionen"),
                after=granted("fadder"),
            ),
            Item(
                "Kris- och stödsamtal",
                "Potten räcker inte än. Punkten sköts upp till nästa möte.",
                basis="Förslag från Skyddsvärnet i Göteborg: 540\u00a0000\u00a0kr.",
                wording="Potten betalar 540\u00a0000\u00a0kr till Kris- och stödsamtal.",
                outcome=Decision.Outcome.POSTPONED,
                actions=(
                    Action("Visa hur samtalen samordnas med vården", "skyddsvarnet", "representant.skyddsvarnet",
                           date(2016, 8, 16), date(2016, 8, 15)),
                ),
            ),
        ),
        ROUND, ("ordforande.goteborg", "representant.rodakorset"),
    ),
    Script(
        "steering", date(2016, 8, 30), "Göteborgs kyrkliga stadsmission, samlingssalen",
        (
            Item(
                "Kris- och stödsamtal",
                "Samordningen med vården är klar. Skyddsvärnet deltog inte i beslutet.",
                wording="Potten betalar 540\u00a0000\u00a0kr till Kris- och stödsamtal.",
                positions=jav("skyddsvarnet"),
                is_carried=True,
                after=granted("kris"),
            ),
            Item("Välkommen till två nya parter", "Stadsmissionen och Karriärkraft berättade om sin verksamhet."),
        ),
        ROUND, ("ordforande.goteborg", "representant.stadsmissionen"),
    ),
    Script(
        "steering", date(2016, 9, 27), CITY_HALL,
        (
            Item(
                "Utbildning för personal och gode män",
                "Röda Korset deltog inte i beslutet. Utbildningsgruppen följer kurserna.",
                basis="Förslag från Röda Korset: 380\u00a0000\u00a0kr.",
                wording="Potten betalar 380\u00a0000\u00a0kr till Utbildning för personal och gode män.",
                positions=jav("rodakorset"),
                after=granted("utbildning"),
            ),
            Item("Forskningsseminarium", "Tre iakttagelser: dialogen bär, tiden är knapp, rösten får inte tystna."),
        ),
        ROUND, ("ordforande.goteborg", "representant.karriarkraft"), absent=("representant.reningsborg",),
    ),
    Script(
        "steering", date(2016, 11, 15), CITY_HALL,
        (
            Item(
                "Fritid och lovaktiviteter",
                "IM deltog inte i beslutet. Flickornas konstverkstad lyftes fram.",
                basis="Förslag från Individuell Människohjälp: 457\u00a0000\u00a0kr.",
                wording="Potten betalar 457\u00a0000\u00a0kr till Fritid och lovaktiviteter.",
                positions=jav("im"),
                after=granted("fritid"),
            ),
            Item(
                "Statens nya ersättning",
                "Staten ser över ersättningen. En lägre ersättning kan ändra förutsättningarna för boendena.",
                kind=DISCUSSION,
                actions=(
                    Action("Räkna på vad en lägre ersättning betyder", "goteborg", "controller.goteborg",
                           date(2017, 2, 14)),
                ),
            ),
        ),
        ROUND, ("ordforande.goteborg", "representant.bracke"),
    ),
    Script(
        "steering", date(2016, 12, 13), CITY_HALL,
        (
            Item(
                "Sommarpraktik 2017",
                "Karriärkraft deltog inte i beslutet. Rädda Barnen reserverade sig.",
                basis="Förslag från Göteborg Karriärkraft: 480\u00a0000\u00a0kr.",
                wording="Potten betalar 480\u00a0000\u00a0kr till Sommarpraktik 2017.",
                positions={
                    **jav("karriarkraft"),
                    "raddabarnen": (
                        Stance.RESERVATION,
                        "Insatsen är bra, men beslutet tas innan vi vet hur många som får stanna till sommaren.",
                    ),
                },
                after=granted("praktik"),
            ),
        ),
        ROUND, ("ordforande.goteborg", "representant.raddningsmissionen"), absent=("representant.rodakorset",),
    ),
)  # fmt: skip
