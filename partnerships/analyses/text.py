"""The text that is approved: one canonical wording of an analysis, and its hash."""

import hashlib
import unicodedata

from partnerships.models import NeedsAnalysis, Perspective

# An analysis is a Swedish document whoever reads it: these words are part of what is approved and never translated.
HEADINGS = {
    "occasion": "Varför denna version",
    "challenge": "Samhällsutmaningen",
    "target_group": "Målgruppen",
    "known": "Vad vi vet",
    "unknown": "Vad vi inte vet, och vad som oroar oss",
    "goals": "Vad vi vill uppnå",
    "contributions": "Vad var och en kan bidra med",
}
#: Question to each organisation -> the part of the joint text that its answer helps to write.
PART_OF = {"sees": "known", "brings": "contributions", "hopes": "goals", "fears": "unknown"}


def analysis_text(analysis: NeedsAnalysis) -> str:
    """The whole analysis as one canonical text: what the hash is of, word for word, in every language and year."""
    lines = [f"GEMENSAM BEHOVSANALYS, VERSION {analysis.number}"]
    for name, _heading, text in analysis.parts:
        lines += ["", HEADINGS[name], *text.strip().splitlines()]
    return unicodedata.normalize("NFC", "\n".join(line.rstrip() for line in lines)) + "\n"


def digest(analysis: NeedsAnalysis) -> str:
    """SHA-256 of the text."""
    return hashlib.sha256(analysis_text(analysis).encode()).hexdigest()


def bring_in(words: dict[str, str], perspective: Perspective) -> dict[str, str]:
    """`words` (part -> text) with what a party has shared added to each, after its name."""
    name, brought = perspective.party.name, dict(words)
    for question, part in PART_OF.items():
        answer = getattr(perspective, question).strip()
        if answer:
            brought[part] = f"{brought.get(part, '').rstrip()}\n\n**{name}:** {answer}".strip()
    return brought
