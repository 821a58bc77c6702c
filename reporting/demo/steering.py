"""The joint steering group's meetings in 2015 and 2016: what was dealt with, decided and written."""

from datetime import date

from governance.models import Decision

from .fund import granted, remember
from .meetings import Action, AtHome, Item, Script, Stance

CITY_HALL = "Social resursförvaltning, stora salen"
OURS = "Vi har lagt förslaget och deltar inte i beslutet."
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
        ("Ordföranden hälsade välkommen. Bräcke diakonis representant utsågs att justera.",
         "Detta är det första mötet.", "Inga ännu.", "Nästa möte blir den 13 oktober."),
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
        ("Skyddsvärnets representant utsågs att justera. Reningsborg hade anmält förhinder.",
         "Protokollet från den 9 juni är justerat.", "Mötesplanen är utskickad.",
         "Rädda Barnen påminde om att de unga själva ska få säga sin mening om boendena."),
        ("ordforande.goteborg", "representant.skyddsvarnet"), absent=("representant.reningsborg",),
    ),
    Script(
        "steering", date(2015, 12, 8), CITY_HALL,
        (
            Item(
                "Fler platser under våren",
                "Läget är akut och boendena kan växa. Parterna skriver ett tilläggsavtal när behovet är klarare.",
                basis="Avtalet säger 100 platser. Styrgruppen får besluta om fler tills ett tillägg är tecknat.",
                wording=(
                    "Boendena får ha 128 platser från den 1 januari 2016 och 160 från den 1 april, i väntan på ett "
                    "tilläggsavtal."
                ),
            ),
            Item(
                "Avsättning till gemensamma potten",
                "Samordnarna har berett frågan. De som inte driver boenden får del av potten på samma villkor.",
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
        ("Räddningsmissionens representant utsågs att justera.", "Protokollet från den 13 oktober är justerat.",
         "Nätverket för fritidsansvariga har haft sin första träff.",
         "Inget beslut. Röda Korsets representant hade då lämnat mötet."),
        ("ordforande.goteborg", "representant.raddningsmissionen"),
        addendum=(20, "Rättelse: Röda Korsets representant var med mötet ut, också under övriga frågor."),
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
                    Action("Inled dialogen med de två organisationerna", "bracke", "samordnare.ideburna",
                           date(2016, 4, 8), date(2016, 3, 29)),
                ),
            ),
            Item("Forskarna presenterar sin studie", "36 intervjuer görs under året. Frågor om insyn besvarades."),
        ),
        ("IM:s representant utsågs att justera.",
         "Protokollet från den 8 december är justerat, med ett tillägg om närvaron.", "Inga öppna åtgärder.",
         "Mötesplanen för året: 17 maj, 30 augusti, 27 september, 15 november och 13 december."),
        ("ordforande.goteborg", "representant.im"),
    ),
    Script(
        "steering", date(2016, 5, 17), CITY_HALL,
        (
            Item(
                "Tilläggsavtal 1",
                "Texten har varit ute hos parterna sedan april. Varje part undertecknar för sig.",
                basis="Tilläggsavtalet gör Stadsmissionen och Karriärkraft till parter och höjer till 200 platser.",
                wording="Styrgruppen ställer sig bakom tilläggsavtal 1 och ber parterna att underteckna.",
                ratify_by={"goteborg": AtHome("Social resursnämnd", date(2016, 6, 15), "§ 87, dnr 0193/15")},
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
                "Potten räcker inte än. Ärendet bordlades till nästa möte.",
                basis="Förslag från Skyddsvärnet i Göteborg: 540\u00a0000\u00a0kr.",
                wording="Potten betalar 540\u00a0000\u00a0kr till Kris- och stödsamtal.",
                outcome=Decision.Outcome.POSTPONED,
                actions=(
                    Action("Visa hur samtalen samordnas med vården", "skyddsvarnet", "representant.skyddsvarnet",
                           date(2016, 8, 16), date(2016, 8, 15)),
                ),
            ),
        ),
        ("Röda Korsets representant utsågs att justera.", "Protokollet från den 8 mars är justerat.",
         "Dialogen med Stadsmissionen och Karriärkraft pågår sedan i mars.",
         "Rättelsen av mars månads placeringsdygn är bokförd."),
        ("ordforande.goteborg", "representant.rodakorset"),
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
        ("Mötet hölls hos Stadsmissionen, vars representant utsågs att justera.",
         "Protokollet från den 17 maj är justerat.", "Skyddsvärnet har visat hur samtalen samordnas med vården.",
         "Forskarna bjuder in till ett seminarium i september."),
        ("ordforande.goteborg", "representant.stadsmissionen"),
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
        ("Karriärkrafts representant utsågs att justera. Reningsborg hade anmält förhinder.",
         "Protokollet från den 30 augusti är justerat.", "Inga öppna åtgärder.",
         "Staden undersöker hur korttidsplaceringar ska räknas."),
        ("ordforande.goteborg", "representant.karriarkraft"), absent=("representant.reningsborg",),
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
        ("Bräcke diakonis representant utsågs att justera.", "Protokollet från den 27 september är justerat.",
         "Inga öppna åtgärder.", "Föreståndarna lånar personal av varandra i jul."),
        ("ordforande.goteborg", "representant.bracke"),
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
        ("Räddningsmissionens representant utsågs att justera. Röda Korset hade anmält förhinder.",
         "Protokollet från den 15 november är justerat.", "Räkneexemplet om ersättningen lämnas i februari.",
         "Ordföranden tackade för året."),
        ("ordforande.goteborg", "representant.raddningsmissionen"), absent=("representant.rodakorset",),
    ),
)  # fmt: skip
