"""Forum's seven criteria, SKR's eight, the red flags and the questions about the form, in the words of their sources."""

from datetime import date

from django.db import migrations

FORUM = [
    ("F1", "Verksamheten sker på initiativ av den idéburna organisationen",
     "Vem tog initiativet, när och hur?",
     "Vem, när och hur, gärna med handling. Göteborgs Stad skriver att initiativet ofta men inte alltid kommer från föreningen."),
    ("F2", "Ett led i att förverkliga ett politiskt program eller plan där de idéburna organisationerna särskilt nämns",
     "Vilket program eller vilken plan?",
     "Beslutet: programmets namn, beslutande organ, datum och paragraf."),
    ("F3", "Inte del av det normerade föreningsbidraget",
     "Vilka andra bidrag får organisationerna från kommunen?",
     "En mening om saken, och vilka andra bidrag som ges av samma kommun."),
    ("F4", "Ingen marknad eller konkurrenssituation att vårda",
     "Finns det andra som erbjuder detta?",
     "Marknadsanalys: datum, vem som gjort den, slutsats."),
    ("F5", "Båda parter är med och finansierar (pengar eller andra insatser)",
     "Vad bidrar varje part med?",
     "Varje parts insats: pengar, lokaler, tid, kunskap."),
    ("F6", "Verksamheten detaljregleras inte från kommunen",
     "Läses något åtagande som en kravspecifikation?",
     "En mening om saken. Se efter om några åtaganden är skrivna som specifikationer."),
    ("F7", "Avses drivas under längre tid",
     "Hur länge, och hur förlängs avtalet?",
     "Avtalstid och regel om förlängning."),
]  # fmt: skip
SKR = [
    ("K1", "Inte del av grundfinansieringen till civilsamhällets organisationer (normerat bidrag)", "",
     "Vilka andra bidrag organisationerna får."),
    ("K2", "Inte ett köp av tjänst eller verksamhet, utan en samfinansierad insats eller verksamhet med ambitionen att "
     "utvecklas och fungera över tid", "", "Varje parts insats, och hur verksamheten är tänkt att utvecklas."),
    ("K3", "Bygger på ett gemensamt samverkansbehov", "", "Den gemensamma analysen av behovet."),
    ("K4", "Med fördel ett led i ett politiskt program eller plan där civilsamhället lyfts fram som samarbetspartner", "",
     "Beslutet: programmets namn, beslutande organ, datum och paragraf."),
    ("K5", "Insatserna detaljregleras inte av kommunen", "", "Hur uppdraget är beskrivet i avtalet."),
    ("K6", "Den offentliga och den idéburna organisationen har ett gemensamt engagemang, ägarskap och styrning", "",
     "Hur partnerskapet styrs, och vad som ägs gemensamt."),
    ("K7", "I en marknadssituation är det angeläget att det framgår i skrift och handling att det är en samfinansierad och "
     "ömsesidig samverkansrelation", "", "Marknadsanalys, och hur avtalet beskriver relationen."),
    ("K8", "Avses pågå under längre tid och utvecklas genom gemensam uppföljning, utvärdering och gemensamma beslut", "",
     "Avtalstid, plan för uppföljning, och var besluten fattas."),
]  # fmt: skip
FLAGS = [
    ("1", "Betalning per enhet av en tjänst", "Betalas en ersättning per dygn, plats eller tillfälle?",
     "Varför det ändå är ett partnerskap: vad som inte betalas per enhet, och vad de idéburna själva bidrar med.", ""),
    ("2", "Kommunens egen lagstadgade skyldighet lämnas över", "Vem har ansvaret enligt lag, och vem har tillståndet?",
     "Vem som behåller ansvaret, och hur kommunen styr och följer upp.", ""),
    ("3", "Detaljerad specifikation", "Är krav och kvalitet beskrivna som i ett förfrågningsunderlag?",
     "Varför kraven behövs, och hur de idéburna har varit med och satt dem.", ""),
    ("4", "Flera möjliga leverantörer", "Finns det fler som skulle kunna göra detta?",
     "Hur andra har bjudits in eller övervägts, och sakliga skäl för valet.", ""),
    ("5", "Full kostnadstäckning", "Betalar det offentliga alla kostnader?",
     "Vad de idéburna bidrar med som inte ersätts.", ""),
    ("6", "Förlängning utan gräns", "Kan avtalet förlängas hur många gånger som helst?",
     "När och hur samverkan prövas på nytt.", "extension"),
    ("7", "Ingen egen insats från den idéburna organisationen", "Vad bidrar de idéburna själva med?",
     "Insatser som inte är pengar: tid, lokaler, kunskap, förtroende.", "contribution"),
    ("8", "Verksamhet enligt LOU eller LOV vävs in", "Ingår något som annars upphandlas eller ingår i ett valfrihetssystem?",
     "Hur den delen hålls isär.", ""),
]  # fmt: skip
QUESTIONS = [
    ("1", "Gör flera aktörer samma slags arbete, men det offentliga vill ha avtal med en av dem?", "Upphandla."),
    ("2", "Går organisationen med vinst på det?", "Upphandla."),
    ("3", "Är det det offentliga som har idén och tror att en viss organisation passar?", "Undersök marknaden, upphandla."),
    ("4", "Vill det offentliga stödja föreningens allmänna verksamhet?", "Bidrag (verksamhetsstöd)."),
    ("5", "Är det en bestämd verksamhet som den idéburna organisationen driver, och som det offentliga vill stödja och "
     "delta i?", "Ett partnerskap kan passa."),
]  # fmt: skip
SETS = [
    ("criteria", "Forums kriterier", date(2010, 1, 1),
     "Forum – idéburna organisationer med social inriktning, som lade fram modellen 2010. Återgivna efter Malmö stad, "
     "som anger Forum som källa.", FORUM),
    ("criteria", "SKR:s kriterier 2017", date(2017, 1, 1),
     "Sveriges Kommuner och Regioner (då SKL), 2017. Återgivna efter Uddevalla kommun. Året är känt, inte dagen.", SKR),
    ("red_flags", "Varningsflaggor", date(2010, 1, 1),
     "Sammanställda ur Upphandlingsmyndighetens frågeportal, Kammarrätten i Göteborgs dom 2019-05-08 i mål nr 3556-18 "
     "(Alingsås) och eumedborgareisverige.se. Frågorna ställs också om val som gjorts före domen. De varnar; de avgör inte.",
     FLAGS),
    ("questions", "Frågor om formen", date(2010, 1, 1),
     "Malmö stad och eumedborgareisverige.se.", [(number, wording, "", then) for number, wording, then in QUESTIONS]),
]  # fmt: skip


def load(apps, schema_editor):
    sets, criterion = (apps.get_model("partnerships", name) for name in ("CriteriaSet", "Criterion"))
    for kind, name, valid_from, source, rows in SETS:
        made = sets.objects.create(kind=kind, name=name, valid_from=valid_from, source=source)
        criterion.objects.bulk_create(
            criterion(
                criteria_set=made,
                position=position,
                number=number,
                wording=wording,
                question=question,
                evidence=evidence,
                suggestion="".join(suggestion),
            )
            for position, (number, wording, question, evidence, *suggestion) in enumerate(rows, 1)
        )


def unload(apps, schema_editor):
    apps.get_model("partnerships", "Criterion").objects.all().delete()
    apps.get_model("partnerships", "CriteriaSet").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0016_form_choice")]
    operations = [migrations.RunPython(load, unload)]
