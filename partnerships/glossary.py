"""The words of the product: Swedish, English, and what they mean here."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Word(NamedTuple):
    """A word in both languages with its meaning."""

    swedish: str
    english: str
    meaning: str | Promise


WORDS = [
    Word(
        "idéburet offentligt partnerskap (IOP)",
        "idea-based public partnership",
        _("Public and idéburna parties take on a challenge in society together, by agreement."),
    ),
    Word(
        "idéburen organisation",
        "civil-society organisation",
        _("An organisation that works for the common good and not for profit: an association, foundation or church."),
    ),
    Word("offentlig part", "public party", _("A municipality, a region or a state authority in the partnership.")),
    Word("part", "party", _("An organisation that has signed the partnership's agreement.")),
    Word("sida", "side", _("Public or idéburen. Many rules ask for both sides.")),
    Word("samhällsutmaning", "societal challenge", _("What the partnership is there to meet.")),
    Word("initiativ", "initiative", _("The first step: somebody describes a challenge and invites to dialogue.")),
    Word("initiering", "initiation", _("The phase in which need, form and agreement are talked through.")),
    Word("genomförande", "implementation", _("The phase in which the services run and are followed up.")),
    Word("anpassning", "adaptation", _("The phase in which the partnership changes because the need has.")),
    Word("avveckling", "winding-down", _("The phase in which the partnership ends in good order.")),
    Word("värdegrund", "value base", _("What an organisation stands for, in its own words.")),
    Word("avtal", "agreement", _("The document that the parties sign. It holds when all have signed the same text.")),
    Word("bilaga", "annex", _("The part of the agreement that concerns one party.")),
    Word("tilläggsavtal", "amendment", _("A signed change to an agreement in force.")),
    Word("förlängning", "extension", _("A signed prolonging of an agreement.")),
    Word("uppsägning", "notice of termination", _("A party says that it leaves, with the notice period agreed on.")),
    Word("underskrift", "signature", _("A signatory's yes to exactly one text.")),
    Word("diarienummer", "registry number", _("The number by which an authority finds the case in its register.")),
    Word("organisationsnummer", "organisation number", _("Ten digits that tell one legal person from another.")),
    Word("nämnd", "board", _("Elected politicians who decide for a part of the municipality.")),
    Word("förvaltning", "department", _("Those who are employed to do a board's work.")),
    Word("mandat", "mandate", _("A person's role in an organisation, with a first and perhaps a last day.")),
    Word("representant", "representative", _("Acts for an organisation and invites its people.")),
    Word("firmatecknare", "signatory", _("May bind an organisation, at times up to a limit in kronor.")),
    Word("ekonom", "economist", _("Handles an organisation's money: requests payment, confirms, attests, pays.")),
    Word("samordnare", "coordinator", _("Keeps the partnership together. Each side may have one.")),
    Word("observatör", "observer", _("Reads along without deciding: a researcher or an auditor.")),
    Word("styrgrupp", "steering group", _("The body in which the parties govern the partnership together.")),
    Word(
        "idéburnas egen styrgrupp",
        "NGOs' own steering group",
        _("The idéburna parties' room. Only its own seats can read what stands there."),
    ),
    Word("ledamot", "member", _("Has a seat in a body for a party.")),
    Word("ersättare", "substitute", _("Takes a member's place when needed.")),
    Word("adjungerad", "co-opted", _("Sits in without deciding.")),
    Word("kallelse", "notice of meeting", _("Tells when and where, with the agenda.")),
    Word("dagordning", "agenda", _("What will be dealt with, in order.")),
    Word("beslutsför", "quorate", _("Enough parties are present to decide.")),
    Word("protokoll", "minutes", _("What was said and decided. Approved minutes never change.")),
    Word("minnesanteckningar", "notes", _("A freer record of a meeting. Notes are approved as minutes are.")),
    Word("justera, justerare", "approve, approver", _("To say that the minutes are right; one from each side does.")),
    Word("beslut", "decision", _("What a body has settled, with a § number and every party's position.")),
    Word("reservation", "reservation", _("A party writes down that it does not agree, and why.")),
    Word("jäv", "conflict of interest", _("Somebody has a stake of their own in the matter and takes no part in it.")),
    Word("ratificering", "ratification", _("A party itself decides what goes beyond its representative's mandate.")),
    Word("åtgärd", "action", _("Something that somebody shall do by a certain day.")),
    Word("tjänst, insats", "service", _("What a party does in the partnership: housing, training, leisure, voice.")),
    Word("mervärdesinsats", "added-value effort", _("What a service gives beyond the basic: meetings, culture, work.")),
    Word("placeringsdygn", "placement day", _("One person placed in one home for one day. Only counts are kept.")),
    Word("månadsrapport", "monthly report", _("How many days, participants or hours a service had in one month.")),
    Word("gemensamma potten", "shared fund", _("Money that the parties set aside and decide on together.")),
    Word("avsättning", "contribution to the fund", _("What is set aside, for example 50 kr for each placement day.")),
    Word("förslag", "proposal", _("A party's idea of what the shared fund could pay for.")),
    Word("egeninsats", "own contribution", _("What a party adds itself: money, hours, premises.")),
    Word("rekvisition", "payment request", _("An organisation asks for money that it has been granted.")),
    Word("attest", "attestation", _("Somebody else checks a request before it is paid.")),
    Word("utbetalning", "payment", _("The money leaves the fund. A third person enters it.")),
    Word("återrapportering", "report on a grant", _("What the money was used for, what came of it, what was learnt.")),
    Word("lärandemål", "learning goal", _("What the partners want to understand better together.")),
    Word("historik", "history", _("Every change: what, when, by whom, for whom and on what authority.")),
]


def entries() -> list[dict[str, str]]:
    """The words in the order of the reader's language, with the other language's word beside."""
    swedish_first = get_language() == "sv"
    rows = [
        {"word": one.swedish, "other": one.english, "lang": "sv", "other_lang": "en", "meaning": str(one.meaning)}
        if swedish_first
        else {"word": one.english, "other": one.swedish, "lang": "en", "other_lang": "sv", "meaning": str(one.meaning)}
        for one in WORDS
    ]
    return sorted(rows, key=lambda row: row["word"].lower().translate(str.maketrans("åäöé", "{|}e")))
