"""The Chinese README says what the English one says: same sections, commands, settings, links and figures."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ENGLISH, CHINESE = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md"))
HAN = re.compile(r"[\u3400-\u9fff]")
COMMENT = re.compile(r"\s+# .*$")


def headings(text: str) -> list[int]:
    """The depth of each heading, in order."""
    return [len(line) - len(line.lstrip("#")) for line in text.splitlines() if line.startswith("#")]


def code(text: str) -> list[str]:
    """Indented lines without their comments; of a drawing only that there is a line."""
    lines = [line for line in text.splitlines() if line.startswith("    ") and line.strip()]
    return ["drawing" if re.search("[│▼►]|── ", line) else COMMENT.sub("", line) for line in lines]


def prose(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("    "))


def found(pattern: str, text: str) -> list[str]:
    return sorted(re.findall(pattern, prose(text)))


def test_sections_are_the_same() -> None:
    assert headings(CHINESE) == headings(ENGLISH)
    assert all(HAN.search(line) for line in CHINESE.splitlines() if line.startswith("#"))


def test_commands_are_the_same() -> None:
    shown = [line for line in code(CHINESE) if not HAN.search(line)]
    assert shown == [line for line in code(ENGLISH) if line != "    phone, file, hotline, simulator"]


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?m)^\| (THREECENTER_\w+ \| \S+) \|",
        r"`([^`]+)`",
        r"!\[[^\]]*\]\(([^)]+)\)",
        r"\d[\d,.]*\d|\d",
    ],
    ids=["settings", "code", "pictures", "numbers"],
)
def test_what_needs_no_translation_is_the_same(pattern: str) -> None:
    assert found(pattern, CHINESE) == found(pattern, ENGLISH)


def test_each_leads_to_the_other() -> None:
    assert "[中文](README.zh.md)" in ENGLISH
    assert "[English](README.md)" in CHINESE


def test_the_chinese_one_is_chinese() -> None:
    punctuation = re.compile(r"[\u3400-\u9fff][,;:?!]|[,;:?!][\u3400-\u9fff]")
    assert punctuation.findall(prose(CHINESE)) == []
