"""What the agreements of the demo say: written for the demo in the words of the sources, not copied."""

#: Heading and text. The headings are those of the usual template.
Sections = tuple[tuple[str, str], ...]

MAIN: Sections = (
    (
        "Bakgrund",
        "Hösten 2014 tog ledare inom Famna Väst initiativ till en dialog med Göteborgs Stad om mottagandet av "
        "ensamkommande barn och unga. Partnerskapet är ett led i den lokala överenskommelsen från 2012 mellan staden "
        "och civilsamhällets organisationer. Social resursnämnd har gett direktören i uppdrag att teckna avtal "
        "(tjänsteutlåtande 2015-03-07, dnr 0193/15).",
    ),
    (
        "Gemensam behovsanalys och samhällsutmaning",
        "Allt fler barn och unga kommer utan sina föräldrar. Behovet går inte att beskriva i detalj från början. "
        "Parterna följer det tillsammans och ändrar insatserna när kunskapen ökar.",
    ),
    (
        "Värdegrund",
        "Samarbetet bygger på överenskommelsens principer: självständighet och oberoende, dialog, kvalitet, "
        "långsiktighet, öppenhet och insyn samt mångfald. Varje part behåller sin egen värdegrund.",
    ),
    (
        "Syfte",
        "Att bidra till ett långsiktigt hållbart Göteborg genom att stärka samspelet mellan sektorerna och utveckla "
        "den idéburna sektorn som välfärdsaktör.",
    ),
    (
        "Mål och delmål",
        "En helhetslösning: tryggt och hemlikt boende tillsammans med insatser för meningsfull fritid och goda "
        "förutsättningar för etablering.\n\n- 100 platser i boenden. Styrgruppen får besluta om fler tills ett "
        "tilläggsavtal är tecknat\n- En vuxen utanför boendet till var och en som "
        "vill\n- Praktik eller arbetsträning före 18 års ålder",
    ),
    (
        "Målgrupp",
        "Ensamkommande unga 13–20 år med permanent uppehållstillstånd. Målgruppen kan ändras av den gemensamma "
        "styrgruppen.",
    ),
    (
        "Insatser och parternas åtaganden",
        "Två slags insatser: boenden och gemensamma mervärdesinsatser. Vad varje idéburen part gör står i partens "
        "bilaga. Staden samordnar, har tillstånden och betalar dygnsersättning.",
    ),
    (
        "Vad som ägs gemensamt och inte gemensamt",
        "Mål, lärande och gemensamma potten är gemensamma. Den juridiska person som bär kostnaden för en insats äger "
        "den och styr den ytterst.",
    ),
    (
        "Organisation och styrning",
        "En gemensam styrgrupp med alla parter. Beslut fattas i samsyn när staden och minst sex idéburna parter är "
        "med. De idéburna har en egen styrgrupp. En samverkansgrupp löser det dagliga.",
    ),
    ("Ekonomi", "Alla parter är med och finansierar, med pengar, tid, lokaler eller kunskap."),
    (
        "Gemensamma potten",
        "Av dygnsersättningen för varje placeringsdygn går ett belopp till en gemensam pott för mervärdesinsatser. "
        "Styrgruppen beslutar om beloppet och om vad potten ska betala. Den som har lagt ett förslag deltar inte i "
        "beslutet om det.",
    ),
    (
        "Uppföljning och utvärdering",
        "Varje insats rapporteras månadsvis med antal, aldrig med uppgifter om enskilda. Varje år skriver parterna en "
        "gemensam redovisning av mervärdena. Forskare följer partnerskapet.",
    ),
    ("Kommunikation", "Varje part talar för sig. En idéburen part behåller sin egen röst, också i kritik av en annan."),
    ("Ändringar och tillägg", "Skriftligen, numrerade och undertecknade av alla parter."),
    ("Nya parter och utträde", "En ny part kommer in genom ett tilläggsavtal. Utträde påverkar inte övriga parter."),
    ("Tvist", "Parterna talar med varandra: först i verksamheten, sedan i styrgruppen, sist mellan cheferna."),
    (
        "Avveckling",
        "Upphör avtalet gör parterna en plan för de unga, personalen, lokalerna, potten och det vi lärt oss.",
    ),
)

#: Key of the party -> what its annex says under "Insats" and "Egen värdegrund och insats av egna medel".
ANNEXES: dict[str, tuple[str, str]] = {
    "bracke": ("Boende A. Anställer de idéburnas samordnare.", "Ledning, samordnarens arbetsplats och forskarkontakt."),
    "raddningsmissionen": ("Boende B. Fadderfamiljer.", "Volontärer och församlingarnas lokaler."),
    "reningsborg": ("Boende C. Arbetsträning i butik och verkstad.", "Möbler till boendena och arbetsledning."),
    "skyddsvarnet": ("Boende D. Kris- och stödsamtal.", "Tolv yrkespersoner som arbetar utan ersättning."),
    "raddabarnen": ("Utbildning om trauma och asylrätt.", "Utbildare och metodmaterial. Egen opinionsbildning."),
    "rodakorset": ("Utbildning för personal och gode män.", "Volontärer och kursmaterial. Egen opinionsbildning."),
    "im": ("Fritid, lovaktiviteter och nätverk för fritidsansvariga.", "Volontärer. Egen opinionsbildning."),
    "fcgole": ("Fotboll och ledarutbildning.", "Ledarnas tid och planer."),
    "stadsmissionen": ("Boende E. Läxhjälp.", "Volontärer och lokaler."),
    "karriarkraft": ("Sommarpraktik och arbetsträning.", "Kooperativens handledare och arbetsgivarkontakter."),
}

AMENDMENT: Sections = (
    ("Bakgrund", "Behovet är större än när avtalet tecknades. Styrgruppen har enats om fler platser och nya parter."),
    ("Nya parter", "Göteborgs kyrkliga stadsmission och Göteborg Karriärkraft blir parter från den 1 juli 2016."),
    (
        "Vad som ändras",
        "Antalet platser ökar från avtalets 100 till 200. Styrgruppens beslut den 8 december 2015 om fler platser "
        "under våren upphör då att gälla. I övrigt gäller avtalet oförändrat, också för de nya parterna.",
    ),
)

NEW_TARGET_GROUP = "Ensamkommande unga 13–20 år, oavsett om de har fått uppehållstillstånd."

#: The sections of the agreement that the amendment writes anew.
CHANGED: Sections = (
    ("Målgrupp", f"{NEW_TARGET_GROUP} Målgruppen kan ändras av den gemensamma styrgruppen."),
    (
        "Mål och delmål",
        "En helhetslösning: tryggt och hemlikt boende tillsammans med insatser för meningsfull fritid och goda "
        "förutsättningar för etablering.\n\n- 200 platser i boenden\n- En vuxen utanför boendet till var och en som "
        "vill\n- Praktik eller arbetsträning före 18 års ålder",
    ),
)

EXTENSION: Sections = (
    (
        "Bakgrund",
        "Boendenas hyresavtal ska förnyas och hyresvärdarna vill ha längre tid. Parterna vill ge boendena och "
        "mervärdesinsatserna samma tid.",
    ),
    ("Förlängning", "Partnerskapsavtalet med bilagor och tilläggsavtal 1 gäller till och med den 30 april 2022."),
    ("Villkor under den nya tiden", "Samma villkor som i partnerskapsavtalet."),
)

#: What the idéburna's own room asked for, in January 2017.
RENEGOTIATION: Sections = (
    (
        "Villkor under den nya tiden",
        "Samma villkor som i partnerskapsavtalet. Omförhandling: ändrar staten ersättningen till kommunerna väsentligt "
        "tar parterna upp avtalet på nytt.",
    ),
)
