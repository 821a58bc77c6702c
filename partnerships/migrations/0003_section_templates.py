"""The sections that new agreements start with, and what usually stands in each. Agreements are written in Swedish."""

from django.db import migrations

MAIN = [
    ("Parter", "Vilka parterna är: namn, organisationsnummer, adress, firmatecknare eller den som har delegation, kontaktperson. Förteckningen över avtalsparter tas med av sig själv."),
    ("Bakgrund", "Tidigare samverkan, beslut som avtalet bygger på, hur dialogen har gått till."),
    ("Gemensam behovsanalys och samhällsutmaning", "Den samhällsutmaning som parterna har enats om, och vad den gemensamma analysen visar."),
    ("Värdegrund", "Det gemensamma, och varje parts egen värdegrund. De sex principerna i Överenskommelsen kan tas in här."),
    ("Syfte", "Ett stycke: varför partnerskapet finns."),
    ("Mål och delmål", "Målen, gärna mätbara: indikator, målvärde och tidpunkt."),
    ("Lärandemål", "Vad varje part och partnerskapet som helhet vill lära sig."),
    ("Målgrupp", "Vem verksamheten är till för: avgränsning, ålder, geografi, och hur målgruppen kan vidgas."),
    ("Insatser och parternas åtaganden", "Vad varje part gör och bidrar med: pengar, lokaler, tid, kunskap."),
    ("Vad som ägs gemensamt och inte gemensamt", "Mål och lärande är gemensamma. Den juridiska person som bär kostnaden äger och styr ytterst sin verksamhet. Säg vad som är vad."),
    ("Organisation och styrning", "Grupper, mandat, sammansättning, ordförande, hur ofta gruppen möts, hur beslut fattas, beslutförhet, protokoll."),
    ("Ekonomi", "Belopp per år och part, värdet av det som inte är pengar, betalningsplan, uppräkning."),
    ("Gemensamma potten", "Hur potten fylls på, vem som förvaltar den, vad den får användas till, kriterier, vem som beslutar, vad som händer med pengar som blir över."),
    ("Redovisning och revision", "Särskild redovisning, datum, revisorns utlåtande, rätt till insyn i räkenskaperna."),
    ("Uppföljning och utvärdering", "Plan, datum för rapporter, indikatorer, följeforskning."),
    ("Kommunikation", "Vem som talar för vem. Den idéburna sektorns rätt att göra sin egen röst hörd, också kritiskt."),
    ("Personuppgifter och sekretess", "Vem som är personuppgiftsansvarig för vad, gemensamt ansvar eller biträdesavtal, sekretess."),
    ("Insyn och offentlighet", "Allmänhetens insyn i verksamheten, allmänna handlingar, arkiv."),
    ("Arbetsgivaransvar, arbetsmiljö, försäkring och registerkontroll", "Vem som är arbetsgivare för vem, arbetsmiljö, försäkringar, registerutdrag vid arbete med barn."),
    ("Avtalstid", "Från och till vilken dag avtalet gäller. Dagarna skrivs också i avtalets uppgifter, så att sista dag för uppsägning räknas ut."),
    ("Förlängning", "Om avtalet förlängs av sig självt eller efter beslut, när besked senast lämnas, hur många gånger."),
    ("Ändringar och tillägg", "Skriftligt, undertecknat av alla parter, i nummerordning."),
    ("Nya parter och utträde", "Hur en organisation kommer med och hur en part lämnar partnerskapet, och vad det betyder för de andra."),
    ("Omförhandling", "Vad som gör att parterna förhandlar om: ändrad lag, ändrad ersättning, ändrad volym, politiska beslut."),
    ("Uppsägning och hävning", "Uppsägningstid, och vad som är ett så allvarligt avtalsbrott att avtalet kan hävas."),
    ("Återbetalning", "Pengar som inte har använts, eller som har använts till annat än det som avtalats."),
    ("Force majeure", "Händelser som ingen part råder över, och skyldigheten att genast säga till."),
    ("Tvist", "I vilken ordning en tvist tas upp: verksamheten, styrgruppen, cheferna, till sist domstol."),
    ("Avveckling", "Plan för dem som verksamheten är till för, personal, lokaler, pottens saldo, arkiv och lärdomar."),
    ("Bilagor", "Vilka bilagor som hör till: en för varje organisation, budget, plan för uppföljning."),
    ("Underskrifter", "Hur avtalet undertecknas och att en underskrift med egen inloggning räcker, om parterna är överens om det. Förteckningen över underskrifter tas med av sig själv."),
]  # fmt: skip
ANNEX = [
    ("Om organisationen", "Vad organisationen är, och vad den gör i övrigt."),
    ("Organisationens egen värdegrund", "Med egna ord."),
    ("Insatser och åtaganden", "Vad organisationen gör i partnerskapet: insatser, platser, tider, kvalitet."),
    ("Ekonomi", "Ersättning, egna medel, ideell tid, bidrag till gemensamma potten."),
    ("Personal och ideella krafter", "Bemanning, kompetens, volontärer, registerutdrag."),
    ("Uppföljning", "Vad som rapporteras, hur ofta och till vem."),
    ("Kontaktpersoner", "Funktioner, inte privata uppgifter."),
]  # fmt: skip
AMENDMENT = [
    ("Bakgrund", "Varför avtalet ändras, och vilka beslut ändringen bygger på."),
    ("Vad som ändras", "Vilka avsnitt som ändras, med den nya lydelsen."),
    ("Nya parter", "Vilka organisationer som tillkommer, och från vilken dag. Stryk avsnittet om inga tillkommer."),
    ("Ekonomi", "Vad ändringen betyder i pengar."),
    ("När ändringen gäller", "Från vilken dag. I övrigt gäller avtalet oförändrat."),
]  # fmt: skip
EXTENSION = [
    ("Bakgrund", "Vad uppföljningen visar, och vilka beslut förlängningen bygger på."),
    ("Förlängning", "Till och med vilken dag avtalet förlängs. Dagen skrivs också i avtalets uppgifter."),
    ("Villkor under den nya tiden", "Vad som ändras, annars att avtalet gäller oförändrat."),
    ("Ekonomi", "Ersättning, uppräkning och gemensamma potten under den nya tiden."),
]  # fmt: skip


def load(apps, schema_editor):
    template = apps.get_model("partnerships", "SectionTemplate")
    template.objects.bulk_create(
        template(kind=kind, position=position, heading=heading, help_text=help_text)
        for kind, sections in (("main", MAIN), ("annex", ANNEX), ("amendment", AMENDMENT), ("extension", EXTENSION))
        for position, (heading, help_text) in enumerate(sections, 1)
    )


def unload(apps, schema_editor):
    apps.get_model("partnerships", "SectionTemplate").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0002_promises")]
    operations = [migrations.RunPython(load, unload)]
