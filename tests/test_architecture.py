"""Who may import whom: an import points down or to a sibling of its own group."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WORDS, STORES, STEPS, PROCESSES, SCREENS, COMMAND = "words", "stores", "steps", "processes", "screens", "command"
# Processes may use stores and steps, never each other; only a command may start several of them.
GROUPS = (
    ("pipelines.domain", WORDS),
    ("pipelines.streams", STEPS),
    ("pipelines.embedded_run", COMMAND),
    ("pipelines.import_run", COMMAND),
    ("pipelines.deployment", COMMAND),
    ("pipelines.sample", COMMAND),
    ("pipelines.rebuild", COMMAND),
    ("pipelines.reconcile", COMMAND),
    ("pipelines.reconcile_records", COMMAND),
    ("pipelines.reconcile_run", COMMAND),
    ("pipelines.doctor", COMMAND),
    ("pipelines.commands", COMMAND),
    ("pipelines.mapping", STEPS),
    ("pipelines.token", STEPS),
    ("pipelines.simulation", "simulator"),
    ("pipelines.simulate", "simulator"),
    ("pipelines.importer", "importer"),
    ("pipelines.intake", "intake"),
    ("pipelines.worker", "worker"),
    ("pipelines.supervisor", "supervisor"),
    ("dashboard.report", COMMAND),
    ("dashboard", SCREENS),
    ("db", STORES),
    ("threecenter", COMMAND),
    ("pipelines", STEPS),
)
PROCESS_GROUPS = {"simulator", "importer", "intake", "worker", "supervisor", SCREENS}
MAY = {
    WORDS: {WORDS},
    STORES: {STORES, WORDS},
    STEPS: {STEPS, WORDS},
    COMMAND: {COMMAND, STORES, STEPS, WORDS, *PROCESS_GROUPS},
} | {group: {group, STORES, STEPS, WORDS} for group in PROCESS_GROUPS}
TOUCH_STORES = (
    "dashboard.app",
    "dashboard.gate",
    "dashboard.signin",
    "dashboard.queries",
    "dashboard.live",
    "dashboard.report",
)
VIEWS_KNOW = (
    "dashboard.views",
    "dashboard.wording",
    "dashboard.ids",
    "dashboard.address",
    "dashboard.live.snapshot",
    "dashboard.live.board",
    "dashboard.live.alarms",
    "dashboard.queries.question",
    "dashboard.queries.cases",
    "pipelines.domain",
)


def _modules() -> dict[str, Path]:
    files = [path for top in ("dashboard", "db", "pipelines") for path in (ROOT / top).rglob("*.py")]
    files = [path for path in files if "seed" not in path.parts] + [ROOT / "threecenter.py"]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in files}


MODULES = _modules()


def _group(module: str) -> str:
    return next(group for prefix, group in GROUPS if module == prefix or module.startswith(f"{prefix}."))


def _imports(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: import by full path"
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def _ours(name: str) -> bool:
    return name.split(".", maxsplit=1)[0] in ("dashboard", "db", "pipelines", "threecenter")


@pytest.mark.parametrize("module", sorted(MODULES))
def test_imports_point_down_or_to_a_sibling(module: str) -> None:
    own = _group(module)
    for name in filter(_ours, _imports(MODULES[module])):
        assert _group(name) in MAY[own], f"{module} ({own}) imports {name} ({_group(name)})"


def test_the_domain_knows_the_standard_library_only() -> None:
    known = {
        "calendar",
        "collections",
        "dataclasses",
        "datetime",
        "enum",
        "functools",
        "math",
        "operator",
        "pathlib",
        "re",
    }
    known |= {"types", "typing", "zoneinfo"}
    for module in (name for name in MODULES if name.startswith("pipelines.domain")):
        for name in _imports(MODULES[module]):
            assert _ours(name) or name.split(".", maxsplit=1)[0] in known, f"{module} imports {name}"


def test_only_the_edge_of_the_dashboard_touches_the_stores() -> None:
    for module in (name for name in MODULES if name.startswith("dashboard") and not name.startswith(TOUCH_STORES)):
        assert not [name for name in _imports(MODULES[module]) if name.startswith("db")], module


def test_views_know_words_and_values_only() -> None:
    for module in (name for name in MODULES if name.startswith("dashboard.views")):
        for name in filter(_ours, _imports(MODULES[module])):
            assert name.startswith(VIEWS_KNOW), f"{module} imports {name}"
