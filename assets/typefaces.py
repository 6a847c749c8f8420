"""Write fonts.css: the product's own subsets first, the published slices as fallback."""

import re
from pathlib import Path

WORDS_FILE = "fonts/noto-sans-sc-words.woff2"
NUMERAL_FILES = {weight: f"fonts/barlow-semi-condensed-{weight}.woff2" for weight in (500, 600)}
SLICES = "vendor/@fontsource-variable/noto-sans-sc"
NUMERALS = "vendor/@fontsource/barlow-semi-condensed"

FACE = """@font-face {{
  font-family: "{family}";
  font-style: normal;
  font-weight: {weight};
  font-display: swap;
  src: url({file}) format("woff2");{extent}
}}
"""
PUBLISHED = re.compile(r"src: url\(\./files/(?P<file>[^)]+)\).*?unicode-range: (?P<extent>[^;]+);", re.DOTALL)


def write_sheet(published: str) -> str:
    """fonts.css from the sheet the font package publishes; addresses are relative to assets/."""
    own = [face("Noto Sans SC Words", "400 700", WORDS_FILE)]
    own += [face("Barlow Semi Condensed", str(weight), file) for weight, file in NUMERAL_FILES.items()]
    slices = [
        face("Noto Sans SC", "100 900", f"{SLICES}/{match['file']}", match["extent"])
        for match in PUBLISHED.finditer(published)
    ]
    return "/* Written by `assets/build.py vendor`. */\n" + "".join(own + slices)


def face(family: str, weight: str, file: str, extent: str = "") -> str:
    """One @font-face rule; a browser downloads a face with an extent only for characters in it."""
    extent = f"\n  unicode-range: {extent};" if extent else ""
    return FACE.format(family=family, weight=weight, file=file, extent=extent)


def find_slices(assets: Path) -> list[Path]:
    """The published slices, the Latin one first: it lends the subset its kerning."""
    return sorted((assets / SLICES).glob("*.woff2"), key=lambda path: ("-latin-wght" not in path.name, path.name))


def find_numerals(assets: Path) -> dict[Path, Path]:
    """The published numeral file of each weight -> the subset made from it."""
    published = assets / NUMERALS
    return {
        published / f"barlow-semi-condensed-latin-{weight}-normal.woff2": assets / file
        for weight, file in NUMERAL_FILES.items()
    }
