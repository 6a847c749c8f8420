"""Text as a file can hold it: one line, no longer than a cell, and never a formula."""

import re
import unicodedata

MOST_UNITS = 32767
"""What a spreadsheet's cell holds, in UTF-16 code units."""
CUT = " …"
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_PICTURES = 0x2400
_DELETED = "\u2421"
_UNKNOWN = "\ufffd"
# Formulas, also in their full-width form; and what would hide the first sign from somebody who looks for it.
_STARTS = frozenset("=+-@＝＋－＠'")
_INVISIBLE = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Mn", "Me"})
_SAFE_NUMBER = re.compile(r"0|[1-9][0-9]{0,14}")
_TURNED = re.compile(
    r"\W*(\d|(true|false)\b)|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\W*\d",
    re.IGNORECASE,
)


def one_line(text: str) -> str:
    """The text with a visible sign for what cannot be printed, cut to what a cell holds."""
    shown = _UNPRINTABLE.sub(_picture, text)
    if len(shown) * 2 <= MOST_UNITS or _units(shown) <= MOST_UNITS:
        return shown
    room = (MOST_UNITS - len(CUT)) * 2
    return shown.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + CUT


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _picture(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code < 0x20:
        return chr(_PICTURES + code)
    return _DELETED if code == 0x7F else _UNKNOWN


def guarded(text: str) -> str:
    """The text behind an apostrophe where a spreadsheet would read it as anything but text.

    That is what looks like a formula, number, date or truth value, and what begins with an apostrophe or an invisible
    sign. One leading apostrophe taken off gives it back. Whole numbers up to 15 digits stay plain: nothing is lost.
    """
    return f"'{text}" if text and _is_taken_amiss(text) else text


def _is_taken_amiss(text: str) -> bool:
    first = text[0]
    if first in _STARTS or unicodedata.category(first) in _INVISIBLE:
        return True
    return _TURNED.match(text) is not None and _SAFE_NUMBER.fullmatch(text) is None
