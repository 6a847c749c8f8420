"""Copy the third-party files the product serves out of their npm packages, each beside its licence."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from packing import AssetError


@dataclass(frozen=True)
class Package:
    """One npm package: which of its files are kept, and what for."""

    name: str
    files: tuple[str, ...]
    use: str


SERVED = (
    Package(
        "@fontsource-variable/noto-sans-sc",
        ("files/*.woff2",),
        "text: the fallback slices as published; `fonts/noto-sans-sc-words.woff2` is a subset of them, "
        "weight axis limited to 400-700",
    ),
    Package(
        "@fontsource/barlow-semi-condensed",
        ("files/*-latin-500-normal.woff2", "files/*-latin-600-normal.woff2"),
        "numerals: `fonts/barlow-semi-condensed-*.woff2` are subsets of these files",
    ),
    Package("bootstrap", ("dist/css/bootstrap.min.css",), "the style sheet only, for dash-bootstrap-components"),
    Package("plotly.js-cartesian-dist-min", ("plotly-cartesian.min.js",), "charts; the version plotly.py embeds"),
)
TESTING = (Package("axe-core", ("axe.min.js",), "accessibility checks in the browser tests; not served"),)
TITLE = """# Third-party files

Each package's folder holds its licence text. Written by `assets/build.py vendor`.
"""


def install(assets: Path) -> Path:
    """Install exactly the locked packages; the folder that holds them. AssetError without npm."""
    if shutil.which("npm") is None:
        raise AssetError("vendor needs npm: install Node.js; without it, use the committed assets/vendor as it is")
    subprocess.run(["npm", "ci"], cwd=assets, check=True)
    return assets / "node_modules"


def vendor(packages: tuple[Package, ...], modules: Path, home: Path) -> None:
    """Make home hold exactly the kept files of the packages, their licences and a list of them."""
    shutil.rmtree(home, ignore_errors=True)
    for package in packages:
        copy_package(package, modules / package.name, home / package.name)
    (home / "LICENSES.md").write_text(list_licences(packages, modules), encoding="utf-8")


def copy_package(package: Package, source: Path, target: Path) -> None:
    """Copy the kept files and every licence file; AssetError if a pattern finds nothing."""
    target.mkdir(parents=True)
    for pattern in (*package.files, "LICENSE*"):
        found = sorted(source.glob(pattern))
        if not found:
            raise AssetError(f"{package.name}: no file {pattern}; adapt its entry in assets/vendoring.py")
        for path in found:
            shutil.copyfile(path, target / path.name)


def list_licences(packages: tuple[Package, ...], modules: Path) -> str:
    """A Markdown table: package, version, licence, use."""
    rows = [TITLE, "| package | version | licence | use |", "|---|---|---|---|"]
    for package in packages:
        facts = json.loads((modules / package.name / "package.json").read_text(encoding="utf-8"))
        rows.append(f"| {package.name} | {facts['version']} | {facts['license']} | {package.use} |")
    return "\n".join(rows) + "\n"
