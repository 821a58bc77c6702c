"""Meetings of the other bodies: the cooperation group, the heads, the training group and the idéburnas own room."""

from datetime import date, time

from .meetings import Action, Item, Script, Stance
from .steering import DISCUSSION

BRACKE = "Bräcke diakoni, Diakongården"
NOTES = ("Mötet öppnades och justerare valdes.", "Förra anteckningarna gicks igenom.", "Gicks igenom.", "Inget övrigt.")
FIRST_NOTES = (NOTES[0], "Inga tidigare anteckningar här.", "Inga ännu.", NOTES[3])
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
        FIRST_NOTES, BOTH, approve_after=(5, 7), starts=time(10),
    ),
    Script(
        "cooperation", date(2016, 10, 20), BRACKE,
        (
            Item("Flytt till stödboende", "De som fyller 18 behöver en mjuk övergång. Vi prövar en gemensam rutin.",
                 kind=DISCUSSION),
            Item("Praktikplatser", "55 procent av ungdomarna hade praktik i somras. Karriärkraft vill börja tidigare."),
        ),
        NOTES, BOTH, approve_after=(5, 7), starts=time(10),
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
        NOTES, BOTH, approve_after=(5, 7), starts=time(10),
    ),
)  # fmt: skip

HEADS = (
    Script(
        "heads", date(2016, 11, 8), "Boende D",
        (Item("Bemanning vid jul", "Boendena lånar personal av varandra under julhelgen.", kind=DISCUSSION),),
        FIRST_NOTES, ("forestandare.bracke", "enhetschef.goteborg"), is_approved=False, starts=time(9, 30),
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
        FIRST_NOTES, ("representant.rodakorset", "enhetschef.goteborg"), is_approved=False, starts=time(9, 30),
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
        FIRST_NOTES, OWN, approve_after=(5, 6),
    ),
    Script(
        "room", date(2016, 5, 10), BRACKE,
        (
            Item("Ordningen mellan förslagen",
                 "Två förslag ryms inte samtidigt. Fadderfamiljerna först, krissamtalen efter sommaren.",
                 wording="Vi föreslår styrgruppen att ta fadderfamiljerna först.",
                 positions={"skyddsvarnet": (Stance.STANDS_ASIDE, "")}),
        ),
        NOTES, OWN, approve_after=(5, 6),
    ),
    Script(
        "room", date(2016, 11, 8), BRACKE,
        (
            Item("Vår egen röst", "Hur kritiserar vi staden och förblir parter? Vi säger det först i rummet.",
                 kind=DISCUSSION,
                 actions=(
                     Action("Skriva ett utkast till gemensam hållning", "raddabarnen", "representant.raddabarnen",
                            date(2017, 2, 13)),
                 )),
        ),
        NOTES, OWN, approve_after=(5, 6),
    ),
    Script(
        "room", date(2017, 1, 17), BRACKE,
        (
            Item("Inför förlängningen", "Vi vill ha en skrivning om omförhandling innan vi skriver under.",
                 wording="Vi kräver ett avsnitt om omförhandling i förlängningen."),
        ),
        NOTES, OWN, approve_after=(5, 6),
    ),
)  # fmt: skip
