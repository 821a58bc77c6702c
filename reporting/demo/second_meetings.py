"""The second partnership's steering group: two meetings on record, and one whose attendance is still to be entered."""

from datetime import date, time

from .meetings import Action, Item, Script

TOWN_HALL = "Nordby kommunhus, Lilla salen"
BOTH = ("representant.nordby", "volontarsamordnare.jouren")

MEETINGS = (
    Script(
        "steering", date(2016, 5, 19), TOWN_HALL,
        (
            Item(
                "Så får den som utsatts för brott vårt erbjudande",
                "Kommunens kontaktcenter frågar alla som hör av sig om de vill bli uppringda av föreningen.",
                basis="Få hör av sig själva. Föreningen får inte veta vilka som behöver stöd.",
                wording=(
                    "Kontaktcenter frågar var och en som berättar att den utsatts för brott om föreningen får ringa. "
                    "Föreningen ringer inom två arbetsdagar."
                ),
                actions=(
                    Action("Berätta för kontaktcenter hur samtalen går till", "jouren", "volontarsamordnare.jouren",
                           date(2016, 6, 10), date(2016, 6, 8)),
                ),
            ),
        ),
        ("Ordföranden öppnade partnerskapets första möte.", "Detta är det första mötet.", "Inga.", "Inget övrigt."),
        BOTH, starts=time(9),
    ),
    Script(
        "steering", date(2016, 11, 17), TOWN_HALL,
        (
            Item(
                "Fler stödpersoner",
                "Väntetiden har vuxit till fyra dagar. Kommunen betalar en kurs för nya volontärer.",
                wording="Föreningen utbildar sex nya stödpersoner under våren. Kommunen betalar kursen.",
                actions=(
                    Action("Hitta kurslokal och datum", "nordby", "representant.nordby",
                           date(2017, 2, 20)),
                ),
            ),
            Item("Två föreningar vill vara med", "Kvinnojouren och idrottsalliansen har frågat om de kan bli parter.",
                 kind="discussion"),
        ),
        ("Volontärsamordnaren utsågs att justera.", "Protokollet från den 19 maj är justerat.",
         "Kontaktcenter vet hur samtalen går till.", "Nästa möte blir i februari."),
        BOTH, starts=time(9),
    ),
    Script(
        "steering", date(2017, 2, 2), TOWN_HALL,
        (Item("Kursen i vår", "", basis="Datum och lokal för de sex nya stödpersonerna.", kind="discussion"),),
        starts=time(9), is_recorded=False,
    ),
)  # fmt: skip
