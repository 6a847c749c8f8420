"""What a part of the disputes or petitions is called above its list."""

from dashboard.wording.governance import GOVERNANCE, governance_word
from dashboard.wording.words import Language, find
from pipelines.domain.matter import MatterKind, MatterPart


def matter_words(part: MatterPart, language: Language) -> str:
    """Such as 信访 · 30–90 天."""
    words = [governance_word("petitions" if part.kind is MatterKind.PETITION else "disputes", language)]
    if part.age is not None:
        words.append(governance_word(f"age_{part.age}", language))
    for name, step in (("step_reached", part.reached), ("step_waiting", part.waiting)):
        if step is not None:
            words.append(find(GOVERNANCE, name, language).format(governance_word(f"loop_{int(step)}", language)))
    return " · ".join(words)
