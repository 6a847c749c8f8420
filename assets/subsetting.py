"""Cut the published fonts down to the characters the product shows."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.hvar import add_HVAR
from fontTools.varLib.instancer import instantiateVariableFont

WEIGHTS = (400, 700)
SPEAKING = ("db", "dashboard", "pipelines", "threecenter.py", "assets")
NOT_OURS = {"vendor", "static", "node_modules", "migrations"}
WRITTEN_IN = {".csv", ".css", ".js", ".json", ".py", ".toml", ".yaml", ".yml"}

LATIN = (range(0x20, 0x7F), range(0xA0, 0x100))
PUNCTUATION = (range(0x2010, 0x2017), range(0x2018, 0x201B), range(0x201C, 0x201F), range(0x2020, 0x2027))
FULL_WIDTH = (range(0x3000, 0x3004), range(0x3005, 0x3018), range(0xFF01, 0xFF5F), range(0xFFE5, 0xFFE6))
SIGNS = "\u2030\u2032\u2033\u20ac\u2212←↑→↓▲△▼▽◆◇●○■□"
NUMERAL_EXTRAS = "\u2013\u2014\u2212"


def always_shown() -> set[str]:
    """Characters any screen may need whatever its words: Latin-1, CJK punctuation, full-width forms, signs."""
    codes = {code for extent in (*LATIN, *PUNCTUATION, *FULL_WIDTH) for code in extent}
    return {chr(code) for code in codes} | set(SIGNS)


def find_texts(repository: Path) -> Iterator[Path]:
    """The files whose words may reach a screen: seed data, wording, source."""
    for root in SPEAKING:
        start = repository / root
        for path in [start] if start.is_file() else sorted(start.rglob("*")):
            inner = path.relative_to(repository)
            if path.suffix in WRITTEN_IN and not NOT_OURS.intersection(inner.parts):
                yield path


def collect(texts: Iterable[Path]) -> set[str]:
    """The printable characters of these files."""
    return {sign for path in texts for sign in set(path.read_text(encoding="utf-8")) if sign.isprintable()}


def cut(source: Path, characters: Iterable[str], features: list[str]) -> TTFont:
    """One font with only these characters and layout features."""
    font = TTFont(source, recalcTimestamp=False)
    options = Options(layout_features=features, notdef_outline=True, hinting=False)
    options.drop_tables += ["BASE", "STAT", "vhea", "vmtx"]
    cutter = Subsetter(options)
    cutter.populate(unicodes=[ord(sign) for sign in characters])
    cutter.subset(font)
    return font


def cut_slices(slices: Iterable[Path], characters: Iterable[str]) -> list[TTFont]:
    """The characters' share of each slice; a character in two slices is taken from the first."""
    wanted = {ord(sign) for sign in characters}
    shares: list[TTFont] = []
    for path in slices:
        here = wanted & TTFont(path).getBestCmap().keys()
        if here:
            shares.append(cut(path, map(chr, here), ["kern"] if not shares else []))
        wanted -= here
    return shares


def join(shares: list[TTFont]) -> TTFont:
    """One variable font from shares of the same design, made in the first of them; kerning is the first's."""
    font = shares[0]
    codes = dict(font.getBestCmap())
    for number, share in enumerate(shares[1:], start=1):
        codes |= adopt(font, share, number)
    font.setGlyphOrder(font["glyf"].glyphOrder)
    builder = FontBuilder(font=font)
    builder.setupCharacterMap(codes)
    builder.setupPost(keepGlyphNames=False)
    del font["HVAR"]
    add_HVAR(font)
    return instantiateVariableFont(font, {"wght": WEIGHTS})


def adopt(font: TTFont, share: TTFont, number: int) -> dict[int, str]:
    """Move a share's glyphs into the font under names of their own; character code -> new name."""
    names = {glyph: f"{glyph}.{number}" for glyph in share.getGlyphOrder() if glyph != ".notdef"}
    for glyph, name in names.items():
        outline = share["glyf"][glyph]
        for part in outline.components if outline.isComposite() else ():
            part.glyphName = names[part.glyphName]
        font["glyf"][name] = outline
        font["gvar"].variations[name] = share["gvar"].variations.get(glyph, [])
        font["hmtx"][name] = share["hmtx"][glyph]
    return {code: names[glyph] for code, glyph in share.getBestCmap().items()}


def subset_words(slices: Iterable[Path], characters: set[str], target: Path) -> None:
    """Write one variable font of weights 400 to 700 with the characters the slices have."""
    write_font(join(cut_slices(slices, characters)), target)


def subset_numerals(source: Path, target: Path) -> None:
    """Write the Latin part of a numeral font, with its tabular figures."""
    characters = {chr(code) for extent in LATIN for code in extent} | set(NUMERAL_EXTRAS)
    write_font(cut(source, characters, ["kern", "tnum"]), target)


def write_font(font: TTFont, target: Path) -> None:
    """Save as WOFF2."""
    target.parent.mkdir(exist_ok=True)
    font.flavor = "woff2"
    font.save(target)
