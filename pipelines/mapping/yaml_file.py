"""A YAML file as checked keys: every fault names file, key and remedy."""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from pipelines.domain.errors import RegisterError


class Section:
    """One map of a file, with the name by which its faults are told, and the key under which it stands."""

    def __init__(self, name: str, raw: object, key: str = "") -> None:
        self.name, self.key = name, key
        if not isinstance(raw, dict):
            raise self.fault("", "is no map of keys to values", "write it as `key: value` lines")
        self.raw: dict[Any, Any] = raw

    def fault(self, key: str, fault: str, remedy: str) -> RegisterError:
        """An error about a key of this section."""
        place = ".".join(part for part in (self.key, key) if part)
        return RegisterError(f"{self.name}: {place + ' ' if place else ''}{fault}; {remedy}")

    def only(self, known: Iterable[str]) -> "Section":
        """Itself, when it has no other keys than these."""
        names = [str(name) for name in known]
        for key in self.raw:
            if key not in names:
                near = get_close_matches(str(key), names, 1)
                raise self.fault(str(key), "is unknown", f"use {near[0] if near else 'one of ' + ', '.join(names)}")
        return self

    def section(self, key: str) -> "Section":
        """The map under a key; empty when the key is left out."""
        return Section(self.name, self.raw.get(key, {}), ".".join(part for part in (self.key, key) if part))

    def text(self, key: str, default: str | None = None) -> str:
        """The text under a key; without a default it must be there."""
        value = self.raw.get(key, default)
        if value is None:
            raise self.fault(key, "is missing", "add it")
        if not isinstance(value, str) or not value:
            raise self.fault(key, f"is {value!r}, not text", f'write it in quotes: {key}: "…"')
        return value

    def texts(self) -> dict[str, str]:
        """All keys and values, every one a text; values may be empty."""
        for key, value in self.raw.items():
            if not isinstance(key, str) or not isinstance(value, str):
                raise self.fault(str(key), f"is {key!r}: {value!r}, not text", "write both in quotes")
        return self.raw

    def choice(self, key: str, known: Iterable[str], default: str | None = None) -> str:
        """The text under a key, one of those known."""
        names, value = [str(name) for name in known], self.text(key, default)
        if value not in names:
            raise self.fault(key, f"is '{value}'", f"use one of {', '.join(names)}")
        return value


def read_yaml(file: Path, kind: str) -> Section:
    """The whole file as one section; its faults are those of a file of that kind."""
    name = f"{kind} {file.name}"
    try:
        text = file.read_text("utf-8-sig")
        twice = _key_twice(yaml.compose(text, Loader=yaml.SafeLoader))
        raw = yaml.safe_load(text)
    except OSError as error:
        raise RegisterError(f"{name}: cannot be read ({error.strerror}); correct the path") from None
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise RegisterError(f"{name}: is not YAML in UTF-8 ({_one_line(error)}); correct it") from None
    if twice:
        raise RegisterError(f"{name}: {twice} stands twice; keep one")
    return Section(name, raw)


def _key_twice(node: object) -> str | None:
    """A key that stands twice in one map, which YAML readers otherwise take silently."""
    if not isinstance(node, yaml.MappingNode):
        return None
    keys = [key.value for key, _ in node.value]
    again = (str(key) for key in keys if keys.count(key) > 1)
    return next(again, None) or next(filter(None, (_key_twice(value) for _, value in node.value)), None)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
