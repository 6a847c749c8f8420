"""Every word stands in both languages, and none stands anywhere but in the catalogue."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from dashboard import wording
from dashboard.wording.words import Word

ROOT = Path(__file__).parents[3]
HAN = re.compile(r"[\u3400-\u9fff]")
CHINESE = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")
LETTER, LETTERS = re.compile(r"[A-Za-z]"), re.compile(r"[A-Za-z]{2,}")
GAP = re.compile(r"\{[^}]*\}")
HALF_WIDTH = re.compile(r"[\u3400-\u9fff]\s*[,;:?!]|[,;:?!]\s*[\u3400-\u9fff]")
SAME_IN_BOTH = {"Python", "Dash", "+General;-General;0"}
WITHOUT_ENGLISH = {"", "件"}
OTHER_LANGUAGE = Word("English", "中文")


def words(found: object, place: str) -> Iterator[tuple[str, Word]]:
    """All words of a value, with where they stand."""
    if isinstance(found, Word):
        yield place, found
    elif isinstance(found, Mapping):
        for name, one in found.items():
            yield from words(one, f"{place}.{name}")
    elif isinstance(found, tuple | list | set | frozenset):
        for n, one in enumerate(found):
            yield from words(one, f"{place}.{n}")


def catalogue() -> dict[str, Word]:
    """Every word of dashboard/wording."""
    found: dict[str, Word] = {}
    for module in pkgutil.iter_modules(wording.__path__, "dashboard.wording."):
        for name, value in vars(importlib.import_module(module.name)).items():
            found |= dict(words(value, f"{module.name.rpartition('.')[2]}.{name}"))
    return {place: word for place, word in found.items() if word != OTHER_LANGUAGE}


WORDS = catalogue()


def test_the_catalogue_is_found() -> None:
    assert len(WORDS) > 400
    assert {place.split(".")[0] for place in WORDS} >= {"desk", "wall", "kpi", "health", "signin", "times"}


@pytest.mark.parametrize("place", WORDS)
def test_a_word_stands_in_both_languages(place: str) -> None:
    zh, en = WORDS[place].zh, WORDS[place].en
    is_neutral = zh in SAME_IN_BOTH or not LETTER.search(GAP.sub("", zh))
    assert HAN.search(zh) or is_neutral
    assert zh != en or is_neutral
    assert en.strip() or zh in WITHOUT_ENGLISH
    assert not CHINESE.search(en)
    assert sorted(GAP.findall(zh)) == sorted(GAP.findall(en))
    assert not HALF_WIDTH.search(zh)


SOURCES = [path for path in (ROOT / "dashboard").rglob("*.py") if "wording" not in path.parts]
SCRIPTS = sorted((ROOT / "assets").glob("*.js"))
SHOWN = {"children", "title", "placeholder", "alt", "label", "aria_label", "data_label", "caption"}
MADE_OF = {"html", "dcc", "dbc"}


def _docstrings(tree: ast.AST) -> set[int]:
    bodies = (node.body for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef))
    return {id(stated.value) for body in bodies for stated in body if isinstance(stated, ast.Expr)}


def _texts(node: ast.AST) -> Iterator[str]:
    """Texts that stand as they are: alone, in a list, between the gaps of an f-string."""
    whole = ast.iter_child_nodes(node) if isinstance(node, ast.List | ast.Tuple | ast.JoinedStr) else [node]
    yield from (part.value for part in whole if isinstance(part, ast.Constant) and isinstance(part.value, str))


def _shown(call: ast.Call) -> Iterator[ast.AST]:
    made = call.func
    if isinstance(made, ast.Attribute) and isinstance(made.value, ast.Name) and made.value.id in MADE_OF:
        yield from call.args
        yield from (one.value for one in call.keywords if one.arg in SHOWN)
    if isinstance(made, ast.Name) and made.id in {"marks", "attributes"}:
        yield from (one.value for one in call.keywords if one.arg in SHOWN)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_word_stands_in_the_code(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = _docstrings(tree)
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert [node.value for node in texts if id(node) not in told and HAN.search(node.value)] == []
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    shown = [text for call in calls for node in _shown(call) for text in _texts(node)]
    assert [text for text in shown if LETTERS.search(text)] == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_word_stands_in_a_script(path: Path) -> None:
    lines = [re.sub(r"^\s*//.*|\s//\s.*", "", line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if HAN.search(line)] == []
    written = re.compile(r"""(textContent\s*=|innerHTML\s*=|aria-label["'],)\s*["'`][^"'`]*[A-Za-z]{2}""")
    assert [line for line in lines if written.search(line)] == []
