"""What the organisations of the demo say of the challenge, and what they say together. Invented."""

#: Key of the organisation -> how it saw the challenge in the winter of 2014.
VIEWS: dict[str, dict[str, str]] = {
    "goteborg": {
        "sees": (
            "Fler unga kommer än vi har platser för. Vi driver alla boenden själva och hinner mest med taket "
            "över huvudet. Skolan, fritiden och vägen till arbete hamnar efter."
        ),
        "brings": "Tillstånd, ansvar enligt lag, dygnsersättning och en förvaltning som kan samordna.",
        "hopes": "Ett bra mottagande som håller längre än en placering, och parter som säger ifrån i tid.",
        "fears": "Att vi styr som vi är vana vid, och att juridiken är oklar längre än de unga kan vänta.",
    },
    "bracke": {
        "sees": "De unga behöver vuxna som stannar. Många bär på svåra händelser och har ingen att ringa en söndag.",
        "brings": "Erfarenhet av boenden, en samordnare för de idéburna och kontakt med forskningen.",
        "hopes": "Att vi utvecklar innehållet tillsammans medan vi lär oss, i stället för att beställas.",
        "fears": "Att villkoren blir så korta att ingen vågar skaffa lokaler.",
    },
    "raddningsmissionen": {
        "sees": "Unga utan nätverk. Det som saknas är familjer och vardag lika mycket som platser.",
        "brings": "Boende, frivilliga och en modell för fadderfamiljer.",
        "hopes": "Att varje ung person har minst en familj i staden att hälsa på.",
        "fears": "Att frivilliga får ta det som ingen annan hinner.",
    },
    "reningsborg": {
        "sees": "Unga som vill arbeta men inte vet hur man kommer in. Att göra nytta ger språk och stolthet.",
        "brings": "Boende, arbetsträning och mötesplatser där många redan träffas.",
        "hopes": "En väg från boende till arbete som inte bryts vid arton.",
        "fears": "Att bara dygnen räknas, och inte det som händer på dem.",
    },
    "skyddsvarnet": {
        "sees": "Oro, sömnlöshet och sorg som ingen frågar om. Stödet kommer ofta först när det blivit kris.",
        "brings": "Kris- och stödsamtal, boende och personal som kan lyssna.",
        "hopes": "Att stödet finns från första veckan.",
        "fears": "Att behoven är större än någon av oss räknar med.",
    },
    "raddabarnen": {
        "sees": "Barn med rättigheter som ofta inte känner till dem. Väntan på besked präglar allt.",
        "brings": "Kunskap om barnkonventionen, trauma och asylrätt. Inga egna boenden.",
        "hopes": "Att barnets bästa syns i varje beslut, också i ekonomin.",
        "fears": "Att vår röst tystnar när vi blir part. Vi måste kunna kritisera staden också i morgon.",
    },
    "rodakorset": {
        "sees": "Personal och gode män som ställs inför frågor som ingen utbildat dem för.",
        "brings": "Utbildning, volontärer och erfarenhet av att söka familjemedlemmar.",
        "hopes": "Samma kunskap i alla boenden, vem som än driver dem.",
        "fears": "Att vi räknas som utförare fast vår roll är en annan.",
    },
    "im": {
        "sees": "Långa kvällar och lov utan innehåll. Den som inte har något att göra får inga vänner.",
        "brings": "Fritid, lovaktiviteter och ett nätverk för dem som arbetar med fritid på boendena.",
        "hopes": "Att de unga själva får vara med och forma det vi gör.",
        "fears": "Att det som gör störst skillnad är det som först sparas bort.",
    },
}
#: What two of them had learnt a year later.
LATER: dict[str, dict[str, str]] = {
    "goteborg": {
        "sees": (
            "Under hösten 2015 kom på några veckor fler än vi räknat med på ett år. Fler söker asyl utan att "
            "veta om de får stanna. Behoven är mer olika, och vårt ansvar större än vi menade."
        ),
    },
    "raddabarnen": {
        "sees": (
            "Barn med rättigheter som ofta inte känner till dem. Väntan på besked har blivit längre, och oron"
            " med den. Personalen behöver kunna mer om trauma och asylrätt."
        ),
    },
}
#: The two that came into the dialogue in 2016.
JOINING: dict[str, dict[str, str]] = {
    "stadsmissionen": {
        "sees": "Unga som bor bra men klarar skolan dåligt. Läxorna är svårare än språket.",
        "brings": "Boende och läxhjälp med volontärer.",
        "hopes": "Att fler klarar gymnasiet.",
        "fears": "Att vi kommer in sent i något som andra redan har format.",
    },
    "karriarkraft": {
        "sees": "Ingen frågar efter unga utan nätverk när sommarjobben delas ut.",
        "brings": "Sommarpraktik, arbetsträning och arbetsgivare som vi känner.",
        "hopes": "En första arbetsgivare åt var och en.",
        "fears": "Att praktik blir förvaring.",
    },
}
#: The joint analysis before the agreement.
FIRST_ANALYSIS: dict[str, str] = {
    "target_group": "Ensamkommande unga 13–20 år som har eller väntas få permanent uppehållstillstånd.",
    "known": (
        "Omkring 500 unga väntas till Göteborg under 2015. De flesta är 13–20 år och har eller väntas få "
        "permanent uppehållstillstånd. Staden driver alla boenden själv. Vuxenkontakter, fritid och väg till "
        "arbete saknas mer än platser. Vi vet det från stadens boenden, från de idéburnas möten med unga och "
        "från workshoppen hösten 2014."
    ),
    "unknown": (
        "Hur många som faktiskt kommer, och vad de behöver. Om formen håller i juridiken. Det oroar oss att "
        "korta villkor hindrar långsiktiga lokaler, och att en röstorganisation kan bli utförare."
    ),
    "goals": (
        "Ett tryggt och hemlikt boende åt var och en. Minst en vuxen utanför boendet. Meningsfull fritid och "
        "en väg till skola och arbete. Att vi lär tillsammans vad som fungerar, och för vem."
    ),
    "contributions": (
        "- Göteborgs Stad: tillstånd, samordning och dygnsersättning\n"
        "- Bräcke diakoni, Göteborgs Räddningsmission, Reningsborg och Skyddsvärnet: boende, och var sin "
        "insats därutöver\n"
        "- Rädda Barnen och Röda Korset: utbildning av personal och gode män\n"
        "- Individuell Människohjälp: fritid och lov"
    ),
}
WHY_ANEW = (
    "Hösten 2015 kom fler på några veckor än vi räknat med på ett år, och målgruppen blev en annan än den vi beskrev. "
    "Från 2016 finns stödboende som egen form med lägre ersättning."
)
#: What became of it a year later.
SECOND_ANALYSIS: dict[str, str] = {
    "target_group": "Ensamkommande unga 13–20 år, oavsett om de har uppehållstillstånd eller väntar på besked.",
    "known": (
        "Fler unga kom under hösten 2015 än vi räknat med. De flesta är 13–20 år, och många väntar på besked "
        "om de får stanna. Behoven av stöd i kris är större och mer olika än i vår första bild. "
        "Vuxenkontakter, fritid och väg till arbete saknas fortfarande mer än platser. Vi vet det från "
        "boendena, krissamtalen och heldagen i januari 2016."
    ),
    "unknown": (
        "Hur länge väntan blir, och vad nya regler om boende och ersättning gör med våra villkor. Det oroar "
        "oss att volymerna kan sjunka lika fort som de steg, och att en röstorganisation kan bli utförare."
    ),
    "goals": (
        "Ett tryggt boende åt var och en, i HVB eller stödboende. Minst en vuxen utanför boendet. Stöd från "
        "första veckan åt den som mår dåligt. Meningsfull fritid och en väg till skola och arbete. Att vi lär"
        " tillsammans vad som fungerar, och för vem."
    ),
}

#: The second partnership: how two see the challenge, what a third has written but not shared, and the joint text.
NORDBY_VIEWS: dict[str, dict[str, str]] = {
    "jouren": {
        "sees": "Den som utsatts för brott i en nära relation ringer inte oss. Vi når dem som redan har anmält.",
        "brings": "Volontärer och stödpersoner på kvällar och helger.",
        "hopes": "Att ingen behöver berätta allt flera gånger.",
        "fears": "Att vi lovar mer än vi är.",
    },
    "nordby": {
        "sees": (
            "Socialtjänsten möter fler utsatta kvinnor och barn än för ett år sedan, och skickar dem vidare sent."
        ),
        "brings": "Kontakter, lokal och medel.",
        "hopes": "Stöd inom två arbetsdagar också för den som inte har anmält.",
        "fears": "Att gränsen mot vårt eget ansvar blir otydlig.",
    },
}
NORDBY_DRAFT: dict[str, str] = {
    "sees": "Våra platser räcker två veckor av fyra. De andra veckorna får kvinnor och barn vänta.",
    "fears": "Att skyddet röjs när fler delar på uppgifter.",
}
NORDBY_ANALYSIS: dict[str, str] = {
    "target_group": "Brottsutsatta, vittnen och anhöriga i Nordby, också den som utsatts i en nära relation.",
    "known": (
        "Stödet når den som har anmält. Den som utsatts i en nära relation hör sällan av sig, och kommer sent"
        " till oss båda."
    ),
    "unknown": "Hur många det gäller. Hur vi delar det vi vet utan att någons skydd röjs.",
    "goals": "Erbjudande om stöd inom två arbetsdagar, vem man än vänder sig till först.",
    "contributions": (
        "- Brottsofferstöd Nordby: stödpersoner\n"
        "- Nordby kommun: kontakter, lokal och medel\n"
        "- Kvinnojouren Nordby: skyddat boende och samtal"
    ),
}
