"""Prepare the files a browser gets: `python assets/build.py vendor|fonts|pack|check`.

vendor  install the npm packages, copy what the product keeps, write fonts.css and cut the fonts; needs npm
fonts   cut the fonts down to the words of the repository; after new words, places or wording
pack    write static/: fingerprinted names, compressed copies, manifest.json
check   compare static/ with a fresh pack; exit 1 naming each file that differs
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import typefaces
import vendoring
from packing import AssetError, find_differences, pack, read_packed, write_packed

ASSETS = Path(__file__).resolve().parent
REPOSITORY = ASSETS.parent
STATIC = ASSETS / "static"


def run_vendor() -> int:
    """Renew vendor/, fonts.css and the fonts from the locked npm packages."""
    modules = vendoring.install(ASSETS)
    vendoring.vendor(vendoring.SERVED, modules, ASSETS / "vendor")
    vendoring.vendor(vendoring.TESTING, modules, REPOSITORY / "tests" / "vendor")
    published = modules / "@fontsource-variable" / "noto-sans-sc" / "index.css"
    sheet = typefaces.write_sheet(published.read_text(encoding="utf-8"))
    (ASSETS / "fonts.css").write_text(sheet, encoding="utf-8")
    return run_fonts()


def run_fonts() -> int:
    """Cut every font to the characters the repository's words need."""
    import subsetting

    characters = subsetting.always_shown() | subsetting.collect(subsetting.find_texts(REPOSITORY))
    subsetting.subset_words(typefaces.find_slices(ASSETS), characters, ASSETS / typefaces.WORDS_FILE)
    for published, target in typefaces.find_numerals(ASSETS).items():
        subsetting.subset_numerals(published, target)
    return 0


def run_pack() -> int:
    """Write static/ anew."""
    write_packed(pack(ASSETS), STATIC)
    return 0


def run_check() -> int:
    """1, with a line for each difference, if static/ is not what pack would write."""
    differences = find_differences(pack(ASSETS), read_packed(STATIC))
    if differences:
        print("\n".join([*differences, "assets/static is out of date; run python assets/build.py pack"]))
    return 1 if differences else 0


VERBS: dict[str, Callable[[], int]] = {"vendor": run_vendor, "fonts": run_fonts, "pack": run_pack, "check": run_check}


def main() -> int:
    """Run the verb; 1 with a message on a fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=VERBS)
    try:
        return VERBS[parser.parse_args().verb]()
    except AssetError as fault:
        print(fault, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
