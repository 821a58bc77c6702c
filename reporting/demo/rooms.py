"""Meetings of the other bodies: the cooperation group, the heads, the training group and the idéburnas own room."""

from datetime import date, time

from .meetings import Action, Item, Script, Stance
from .steering import DISCUSSION

BRACKE = "Bräcke diakoni, Diakongården"
BOTH = ("enhetschef.goteborg", "forestandare.raddningsmissionen")
OWN = ("representant.raddningsmissionen", "representant.rodakorset")

COOPERATION = (
    Script(
        "cooperation", date(2016, 4, 14), BRACKE,
        (
            Item("Beläggning", "Boende C och D stämmer av mars. En placering verkar ha räknats på fel boende.",
                 actions=(
                     Action("Rätta mars månad på Boende C och D", "reningsborg", "forestandare.reningsborg",
                            date(2016, 5, 20), date(2016, 5, 13)),
                 )),
            Item("Sommarlovet", "IM tar fram ett sommarpaket. Alla boenden är med.", kind=DISCUSSION),
        ),
        ("Enhetschefen och Räddningsmissionen läser och godkänner.", "Äldre anteckningar finns hos samordnaren.",
         "Inga.", "Sommarens semestrar meddelas i maj."),
        BOTH, approve_after=(5, 7), starts=time(10),
    ),
    Script(
        "cooperation", date(2016, 10, 20), BRACKE,
        (
            Item("Flytt till stödboende", "De som fyller 18 behöver en mjuk övergång. Vi prövar en gemensam rutin.",
                 kind=DISCUSSION),
            Item("Praktikplatser", "55 procent av ungdomarna hade praktik i somras. Karriärkraft vill börja tidigare."),
        ),
        ("Enhetschefen och Räddningsmissionen läser och godkänner.", "Anteckningarna från den 14 april är godkända.",
         "Mars månad är rättad på Boende C och D.", "Inget övrigt."),
        BOTH, approve_after=(5, 7), starts=time(10),
    ),
    Script(
        "cooperation", date(2017, 1, 19), BRACKE,
        (
            Item("Beläggning", "I december bodde nästan 200 på boendena. Alla platser är i bruk.",
                 actions=(
                     Action("Ta fram en gemensam rutin för flytt till stödboende", "skyddsvarnet",
                            "forestandare.skyddsvarnet", date(2017, 2, 16)),
                 )),
        ),
        ("Samma personer som sist godkänner.", "Anteckningarna från den 20 oktober är godkända.", "Inga.",
         "Rutinen för flytt har prövats på Boende D."),
        BOTH, approve_after=(5, 7), starts=time(10),
    ),
)  # fmt: skip

HEADS = (
    Script(
        "heads", date(2016, 11, 8), "Boende D",
        (Item("Bemanning vid jul", "Boendena lånar personal av varandra under julhelgen.", kind=DISCUSSION),),
        ("Enhetschefen och Boende A läser och godkänner.", "Äldre anteckningar finns hos sekreteraren.", "Inga.",
         "Ett larm på Boende D är lagat."),
        ("forestandare.bracke", "enhetschef.goteborg"), approve_after=(7, 9), starts=time(9, 30),
    ),
    Script(
        "heads", date(2017, 2, 14), "Boende B",
        (Item("Introduktion av nya medarbetare", "", basis="Hur gör ni på ert boende?", kind=DISCUSSION),),
        starts=time(9, 30), is_recorded=False,
    ),
)  # fmt: skip

TRAINING = (
    Script(
        "training", date(2016, 9, 14), "Röda Korset, kurslokalen",
        (Item("Höstens kurser", "Två kurser på varje boende. Rädda Barnen håller i passet om trauma.",
              actions=(
                  Action("Boka kursdagar med boendena", "rodakorset", "representant.rodakorset",
                         date(2016, 10, 3), date(2016, 9, 29)),
              )),),
        ("Ordföranden och enhetschefen godkänner.", "Äldre anteckningar finns hos sekreteraren.", "Inga.",
         "Gode män undrar om de får komma på kurserna. Ja."),
        ("representant.rodakorset", "enhetschef.goteborg"), starts=time(9, 30),
    ),
    Script(
        "training", date(2017, 2, 1), "Rädda Barnen, mötesrummet",
        (Item("Vårens kurser", "Två utbildningsdagar om trauma på varje boende, de första i mars."),),
        ("Ordföranden öppnade mötet.", "Anteckningarna från den 14 september är godkända.",
         "Höstens kursdagar blev bokade.", ""),
        starts=time(9, 30),
    ),
)  # fmt: skip

ROOM = (
    Script(
        "room", date(2015, 12, 1), BRACKE,
        (
            Item("Gemensam hållning om potten",
                 "Alla idéburna parter ska kunna få del av potten, också de utan boende.",
                 wording="Vi går in för 50\u00a0kr per dygn och att alla idéburna parter får föreslå insatser."),
        ),
        ("Alla sju var på plats.", "Äldre protokoll finns hos samordnaren.", "Inga.", "Inget övrigt."),
        OWN, approve_after=(5, 6),
    ),
    Script(
        "room", date(2016, 5, 10), BRACKE,
        (
            Item("Ordningen mellan förslagen",
                 "Två förslag ryms inte samtidigt. Fadderfamiljerna först, krissamtalen efter sommaren.",
                 wording="Vi föreslår styrgruppen att ta fadderfamiljerna först.",
                 positions={"skyddsvarnet": (Stance.STANDS_ASIDE, "")}),
        ),
        ("Den som själv har lagt ett förslag avstod från ordet.",
         "Protokollet från den 1 december är justerat.", "Inga.", "Samordnaren hälsar på hos de två nya i maj."),
        OWN, approve_after=(5, 6),
    ),
    Script(
        "room", date(2016, 11, 8), BRACKE,
        (
            Item("Vår egen röst", "Hur kritiserar vi staden och förblir parter? Vi säger det först i rummet.",
                 kind=DISCUSSION,
                 actions=(
                     Action("Skriv ett utkast till gemensam hållning", "raddabarnen", "representant.raddabarnen",
                            date(2017, 2, 13)),
                 )),
        ),
        ("Också Stadsmissionen och Karriärkraft var med.", "Protokollet från den 10 maj är justerat.", "Inga.",
         "Inget övrigt."),
        OWN, approve_after=(5, 6),
    ),
    Script(
        "room", date(2017, 1, 17), BRACKE,
        (
            Item("Inför förlängningen", "Vi vill ha en skrivning om omförhandling innan vi skriver under.",
                 wording="Vi kräver ett avsnitt om omförhandling i förlängningen."),
        ),
        ("Alla nio var på plats.", "Protokollet från den 8 november är justerat.",
         "Rädda Barnen fortsätter på utkastet om vår hållning.", "Inget övrigt."),
        OWN, approve_after=(5, 6),
    ),
)  # fmt: skip
