import json
import re
from pathlib import Path

import build
import pytest
from fontTools.ttLib import TTFont
from packing import (
    ADDRESS,
    MANIFEST,
    AssetError,
    find_differences,
    pack,
    read_packed,
    unpack,
    write_packed,
)
from plotly.offline import get_plotlyjs_version
from subsetting import collect, find_texts
from typefaces import NUMERAL_FILES, WORDS_FILE

ASSETS, STATIC, REPOSITORY = build.ASSETS, build.STATIC, build.REPOSITORY
VENDORED = (ASSETS / "vendor", REPOSITORY / "tests" / "vendor")


@pytest.fixture(scope="module")
def committed() -> dict[str, bytes]:
    return read_packed(STATIC)


@pytest.fixture(scope="module")
def manifest(committed) -> dict[str, str]:
    return json.loads(committed[MANIFEST])


@pytest.fixture
def small(tmp_path) -> Path:
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "tiny.woff2").write_bytes(b"wOF2" * 50)
    (tmp_path / "page.css").write_text('@font-face { src: url("fonts/tiny.woff2") }\n' + "a { color: red }\n" * 20)
    (tmp_path / "live.js").write_text("let seq = 0;\n" * 20)
    return tmp_path


def test_the_committed_files_are_what_a_fresh_pack_writes(committed):
    assert find_differences(pack(ASSETS), committed) == []


def test_every_static_file_comes_from_a_source_of_its_logical_name(committed, manifest):
    folders = (ASSETS, ASSETS / "fonts", *(path for path in (ASSETS / "vendor").rglob("*") if path.is_dir()))
    sources = {path.name for folder in folders for path in folder.iterdir()}
    assert manifest.keys() <= sources
    plain = {re.sub(r"\.(br|gz)$", "", name) for name in committed if name != MANIFEST}
    assert plain == set(manifest.values())


def test_every_name_in_the_manifest_exists(committed, manifest):
    assert set(manifest.values()) <= committed.keys()


def test_every_compressed_copy_holds_the_file_it_stands_beside(committed):
    copies = [name for name in committed if name.endswith((".br", ".gz"))]
    assert copies
    assert [name for name in copies if unpack(name, committed[name]) != committed[name[:-3]]] == []


def test_every_address_in_a_packed_sheet_is_a_packed_file(committed):
    sheets = {name: text for name, text in committed.items() if name.endswith(".css")}
    named = {match[2] for text in sheets.values() for match in ADDRESS.finditer(text)}
    outward = {name.decode() for name in named if not name.startswith((b"data:", b"#"))}
    assert outward
    assert outward <= committed.keys()


def test_every_vendored_file_has_a_licence_in_its_package_folder():
    files = [path for home in VENDORED for path in home.rglob("*") if path.is_file() and path.name != "LICENSES.md"]
    assert files
    assert [str(path) for path in files if not list(path.parent.glob("LICENSE*"))] == []


def test_the_licence_list_names_every_package_at_its_locked_version():
    listed = "".join((home / "LICENSES.md").read_text(encoding="utf-8") for home in VENDORED)
    lock = json.loads((ASSETS / "package-lock.json").read_text(encoding="utf-8"))
    locked = {path.removeprefix("node_modules/"): facts for path, facts in lock["packages"].items() if path}
    assert [name for name, facts in locked.items() if f"| {name} | {facts['version']} |" not in listed] == []


def test_the_lock_file_names_no_registry():
    assert '"resolved"' not in (ASSETS / "package-lock.json").read_text(encoding="utf-8")


def test_the_chart_bundle_has_the_version_that_plotly_py_draws_for():
    bundle = ASSETS / "vendor" / "plotly.js-cartesian-dist-min" / "plotly-cartesian.min.js"
    head = bundle.read_text(encoding="utf-8")[:200]
    assert f"v{get_plotlyjs_version()}\n" in head


def test_the_first_font_holds_every_character_of_the_seed_places_and_the_wording():
    wording = REPOSITORY / "dashboard" / "wording"
    texts = [*(REPOSITORY / "db" / "seed").rglob("*.csv"), *(path for path in wording.rglob("*") if path.is_file())]
    words = collect(path for path in texts if path.suffix != ".pyc")
    held = {chr(code) for code in TTFont(ASSETS / WORDS_FILE).getBestCmap()}
    assert "龙" in words
    assert words - held == set(), "run python assets/build.py fonts, then pack"


def test_the_first_font_holds_the_signs_of_every_screen():
    held = {chr(code) for code in TTFont(ASSETS / WORDS_FILE).getBestCmap()}
    assert set("↑↓→◆▲—·“”，。（）％０Ａ￥éü09azAZ") <= held


def test_the_first_fonts_of_a_screen_weigh_at_most_350_kb():
    assert sum((ASSETS / file).stat().st_size for file in (WORDS_FILE, *NUMERAL_FILES.values())) <= 350_000


def test_words_are_read_from_seed_wording_and_source_but_not_from_third_parties_or_tests(tmp_path):
    said = {"db/seed/a.csv": "甲", "dashboard/wording/b.py": "乙", "pipelines/c.py": "丙", "assets/d.js": "丁"}
    unsaid = {"assets/vendor/x/e.js": "戊", "assets/static/f.js": "己", "tests/data/g.csv": "庚", "db/seed/h.png": "辛"}
    for name, text in (said | unsaid).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text + "\n", encoding="utf-8")
    assert collect(find_texts(tmp_path)) == set(said.values())


def test_the_first_font_offers_the_three_weights():
    axis = TTFont(ASSETS / WORDS_FILE)["fvar"].axes[0]
    assert (axis.axisTag, axis.minValue, axis.maxValue) == ("wght", 400, 700)


def test_the_numeral_fonts_offer_tabular_figures_of_one_width():
    for file in NUMERAL_FILES.values():
        font = TTFont(ASSETS / file)
        tables = {record.FeatureTag: record.Feature for record in font["GSUB"].table.FeatureList.FeatureRecord}
        lookup = font["GSUB"].table.LookupList.Lookup[tables["tnum"].LookupListIndex[0]]
        tabular = lookup.SubTable[0].mapping
        codes = font.getBestCmap()
        assert len({font["hmtx"][tabular[codes[ord(digit)]]][0] for digit in "0123456789"}) == 1


def test_packing_twice_gives_the_same_bytes(small):
    assert pack(small) == pack(small)


def test_a_changed_font_gives_its_sheet_a_new_name(small):
    before = json.loads(pack(small)[MANIFEST])
    (small / "fonts" / "tiny.woff2").write_bytes(b"other")
    after = json.loads(pack(small)[MANIFEST])
    assert before["page.css"] != after["page.css"]
    assert before["live.js"] == after["live.js"]


def test_the_comparison_names_each_missing_leftover_and_differing_file(small, tmp_path):
    fresh = pack(small)
    static = tmp_path / "static"
    write_packed(fresh, static)
    script = json.loads(fresh[MANIFEST])["live.js"]
    (static / script).write_bytes(b"let seq = 1;")
    (static / f"{script}.gz").unlink()
    (static / "old.css").write_bytes(b"")
    assert find_differences(fresh, read_packed(static)) == [
        f"differs: {script}",
        "left over: old.css",
        f"missing: {script}.gz",
    ]


def test_packing_again_removes_what_is_left_over(small, tmp_path):
    static = tmp_path / "static"
    write_packed({"old.css": b""}, static)
    write_packed(pack(small), static)
    assert find_differences(pack(small), read_packed(static)) == []


@pytest.mark.parametrize("address", ["https://fonts.example/a.woff2", "//fonts.example/a.woff2", "fonts/none.woff2"])
def test_a_sheet_that_names_an_outside_or_missing_file_is_refused(small, address):
    (small / "page.css").write_text(f"a {{ background: url({address}) }}")
    with pytest.raises(AssetError, match=r"page\.css: no file"):
        pack(small)


def test_two_sources_of_one_name_are_refused(small):
    (small / "vendor" / "other").mkdir(parents=True)
    (small / "vendor" / "other" / "live.js").write_text("")
    with pytest.raises(AssetError, match=r"live\.js"):
        pack(small)


def test_both_themes_set_the_same_tokens():
    sheet = (ASSETS / "theme.css").read_text(encoding="utf-8")
    blocks = {
        theme: re.search(rf'\[data-theme="{theme}"\] {{(.*?)}}', sheet, re.DOTALL)[1] for theme in ("dark", "light")
    }
    tokens = {theme: re.findall(r"(--[\w-]+):", block) for theme, block in blocks.items()}
    assert tokens["dark"] == tokens["light"]
    assert len(tokens["dark"]) > 20
