"""Words in both languages; an identifier without a word is a fault, never a blank on a screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """What a screen is read in."""

    ZH = "zh"
    EN = "en"

    @property
    def tag(self) -> str:
        """How browsers and screen readers know it; Chinese with the country, for the right forms of its signs."""
        return "zh-CN" if self is Language.ZH else "en"


@dataclass(frozen=True, slots=True)
class Word:
    """One word or phrase in both languages."""

    zh: str
    en: str

    def on(self, language: Language) -> str:
        """The word in a language."""
        return self.zh if language == Language.ZH else self.en


class UnknownWordError(KeyError):
    """An identifier that no word list holds."""


def find(words: Mapping[str, Word], identifier: str, language: Language) -> str:
    """A word of one list; UnknownWordError names what is missing."""
    try:
        return words[identifier].on(language)
    except KeyError:
        raise UnknownWordError(f"word '{identifier}': not in the list; add it in dashboard/wording/") from None


def read_language(text: str | None) -> Language:
    """The language of a query string or cookie; Chinese unless English is asked for."""
    return Language.EN if text == Language.EN else Language.ZH
