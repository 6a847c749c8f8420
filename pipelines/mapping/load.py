"""A mapping from its YAML file; `rules.py` says what its keys mean."""

import codecs
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from pipelines.domain.step import Step
from pipelines.domain.unit import LEVELS, OrgLevel
from pipelines.mapping.places import LONGEST_CODE
from pipelines.mapping.rules import ISO, Blank, Mapping, PathLevel, Root, TimeRule
from pipelines.mapping.yaml_file import Section, read_yaml

KEYS = (
    *("root", "path", "blanks", "unlocated_name", "place", "case", "case_prefix", "item", "steps", "times"),
    *("constants", "fields", "values", "encoding", "delimiter", "sheet"),
)
MAPPED_STEPS = (
    *(Step.REPORT, Step.ACCEPT, Step.REGISTER, Step.CLASSIFY, Step.DISPATCH, Step.ARRIVE, Step.DISPOSE),
    *(Step.FEEDBACK, Step.RESOLVE, Step.CLOSE, Step.ARCHIVE),
)
CONSTANTS = ("condition", "workflow", "channel", "receipt", "actor", "unit", "note", "level")
FIELDS = (*CONSTANTS, "due_at")
CHOICES = {
    "channel": ("patrol", "hotline", "window", "app", "sensor", "inspection", "other"),
    "level": (OrgLevel.GRID, OrgLevel.COMMUNITY, OrgLevel.SUBDISTRICT, OrgLevel.DISTRICT),
}


def load_mapping(file: Path) -> Mapping:
    """The mapping a YAML file holds; RegisterError names file, key, fault and remedy."""
    top = read_yaml(file, "mapping").only(KEYS)
    blanks = top.section("blanks")
    mapping = Mapping(
        name=file.name,
        case=top.text("case"),
        case_prefix=_optional(top, "case_prefix") or "",
        steps=_steps(top.section("steps")),
        place=_optional(top, "place"),
        unlocated_name=top.text("unlocated_name", "unlocated"),
        item=_optional(top, "item"),
        blank_item=Blank(blanks.choice("item", (Blank.REJECT, Blank.NONE), Blank.REJECT)),
        times=_times(top.section("times")),
        constants=_constants(top.section("constants")),
        fields=top.section("fields").only(FIELDS).texts(),
        values={column: top.section("values").section(column).texts() for column in top.section("values").raw},
        encoding=_encoding(top),
        delimiter=top.text("delimiter", ","),
        sheet=_optional(top, "sheet"),
    )
    mapping = _with_places(mapping, top, blanks)
    _check_whole(mapping, top)
    return mapping


def _optional(top: Section, key: str) -> str | None:
    return top.text(key) if key in top.raw else None


def _with_places(mapping: Mapping, top: Section, blanks: Section) -> Mapping:
    """The mapping with its root and path; one of `place` and `path` must be there."""
    if mapping.place and ("path" in top.raw or "root" in top.raw):
        raise top.fault("place", "stands beside root and path", "keep place for register codes, or root and path")
    if mapping.place:
        blanks.only(["item"])
        return mapping
    if "path" not in top.raw:
        raise top.fault("path", "is missing", "name the columns of each level, or a column of place codes as place")
    root = _root(top.section("root"))
    path = _path(top.section("path"), root, blanks)
    blanks.only([*(level.level for level in path), "item"])
    return replace(mapping, root=root, path=path)


def _root(section: Section) -> Root:
    section.only(("code", "level", "name"))
    code = section.text("code")
    if len(code) > LONGEST_CODE // 2 or code != code.strip() or "/" in code:
        raise section.fault(
            "code", f"is '{code}'", f"use at most {LONGEST_CODE // 2} characters, no slash, no blank ends"
        )
    return Root(code, OrgLevel(section.choice("level", LEVELS)), section.text("name"))


def _path(section: Section, root: Root, blanks: Section) -> tuple[PathLevel, ...]:
    below = LEVELS[LEVELS.index(root.level) + 1 :]
    section.only(below)
    levels: list[PathLevel] = []
    used: set[str] = set()
    for level in (level for level in below if level in section.raw):
        columns = _columns(section, level)
        own = tuple(column for column in columns if column not in used)
        if not own:
            raise section.fault(level, "names no column that the levels above lack", "add one, or leave the level out")
        used.update(own)
        blank = blanks.choice(level, (Blank.REJECT, Blank.UNLOCATED), Blank.REJECT)
        levels.append(PathLevel(level, columns, own, Blank(blank)))
    if not levels:
        raise section.fault("", "is empty", f"name the columns of one level at least: {', '.join(below)}")
    return tuple(levels)


def _columns(section: Section, level: str) -> tuple[str, ...]:
    value = section.raw[level]
    if not isinstance(value, list):
        return (section.text(level),)
    if not value or not all(isinstance(column, str) and column for column in value):
        raise section.fault(level, f"is {value!r}, not a list of columns", "write [first column, second column]")
    return tuple(dict.fromkeys(value))


def _steps(section: Section) -> dict[Step, str]:
    section.only(MAPPED_STEPS)
    section.text(Step.REPORT)
    return {step: section.text(step) for step in MAPPED_STEPS if step in section.raw}


def _times(section: Section) -> TimeRule:
    section.only(("format", "date_only", "timezone"))
    format_, is_date_only = section.text("format", ISO), section.raw.get("date_only", False)
    if format_ != ISO and "%" not in format_:
        raise section.fault("format", f"is '{format_}'", "write it as %Y-%m-%d %H:%M:%S, or iso")
    if not isinstance(is_date_only, bool):
        raise section.fault("date_only", f"is {is_date_only!r}", "use true or false")
    timezone = _optional(section, "timezone")
    try:
        if timezone:
            ZoneInfo(timezone)
    except (KeyError, ValueError, OSError):
        raise section.fault("timezone", f"is '{timezone}'", "give an IANA name such as Asia/Shanghai") from None
    return TimeRule(format_, is_date_only, timezone)


def _constants(section: Section) -> dict[str, str]:
    section.only(CONSTANTS)
    return {key: section.choice(key, CHOICES[key]) if key in CHOICES else section.text(key) for key in section.raw}


def _encoding(top: Section) -> str:
    name = top.text("encoding", "utf-8")
    try:
        "".encode(codecs.lookup(name).name)
    except LookupError:
        raise top.fault(
            "encoding", f"is '{name}'", "use utf-8, gb18030 or another encoding that Python knows"
        ) from None
    return name


def _check_whole(mapping: Mapping, top: Section) -> None:
    """What only shows when all keys are known."""
    if len(mapping.delimiter) != 1 or mapping.delimiter in '"\r\n':
        raise top.fault("delimiter", f"is {mapping.delimiter!r}", 'use one character, such as "," or "\\t"')
    for name in mapping.fields:
        if name in mapping.constants:
            raise top.fault(f"fields.{name}", "stands in constants too", "keep one of the two")
    for column in mapping.values:
        if column not in mapping.columns:
            raise top.fault(
                f"values.{column}", "is a column that nothing here reads", "correct the name or leave it out"
            )
    if "level" in mapping.fields | mapping.constants and Step.CLOSE not in mapping.steps:
        raise top.fault("level", "is told without the step close", "add steps.close or leave level out")
    longest = len(mapping.case_prefix)
    if longest > LONGEST_CODE // 2:
        raise top.fault("case_prefix", f"has {longest} characters", f"use at most {LONGEST_CODE // 2}")
