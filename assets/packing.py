"""Turn sources into what a browser gets: fingerprinted names, compressed copies and a manifest."""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import brotli

MANIFEST = "manifest.json"
SOURCES = ("*.css", "*.js", "vendor/**/*.css", "vendor/**/*.js")
ADDRESS = re.compile(rb"""url\(\s*(['"]?)([^'")]+)\1\s*\)""")
INLINE = (b"data:", b"#")


class AssetError(Exception):
    """A source that cannot be packed or vendored; the message names it and the way out."""


def pack(assets: Path) -> dict[str, bytes]:
    """All files of static/ by name: every source, the fonts its sheets name, compressed copies, the manifest.

    The same sources give the same bytes. AssetError if a sheet names a missing or foreign file,
    or two sources share a name.
    """
    plain = gather(assets)
    manifest = {path.name: fingerprint(path.name, content) for path, content in plain.items()}
    if len(manifest) < len(plain):
        raise AssetError(f"two sources share a name; rename one of {sorted(path.name for path in plain)}")
    files = {manifest[path.name]: content for path, content in plain.items()}
    for name, content in list(files.items()):
        files |= dict(compress(name, content))
    listing = json.dumps(manifest, indent=2, sort_keys=True) + "\n"
    return files | {MANIFEST: listing.encode()}


def gather(assets: Path) -> dict[Path, bytes]:
    """Each file to serve with its final contents; sheets point to fingerprinted names."""
    sources = sorted(path for pattern in SOURCES for path in assets.glob(pattern))
    sheets = [path for path in sources if path.suffix == ".css"]
    linked = {target: target.read_bytes() for sheet in sheets for target in find_linked(sheet)}
    contents = {path: path.read_bytes() for path in sources}
    return linked | contents | {sheet: relink(sheet, linked) for sheet in sheets}


def find_linked(sheet: Path) -> Iterator[Path]:
    """The files a sheet names; AssetError for an outside address or a missing file."""
    for match in ADDRESS.finditer(sheet.read_bytes()):
        if not match[2].startswith(INLINE):
            yield resolve(sheet, match[2].decode())


def resolve(sheet: Path, address: str) -> Path:
    """The file behind one address of a sheet."""
    target = (sheet.parent / address).resolve()
    if "//" in address or not target.is_file():
        raise AssetError(f"{sheet.name}: no file {address}; put it under assets/ and name it relative to the sheet")
    return target


def relink(sheet: Path, linked: Mapping[Path, bytes]) -> bytes:
    """The sheet's text with every named file under its fingerprinted name."""

    def rename(match: re.Match[bytes]) -> bytes:
        if match[2].startswith(INLINE):
            return match[0]
        target = resolve(sheet, match[2].decode())
        return b"url(%s)" % fingerprint(target.name, linked[target]).encode()

    return ADDRESS.sub(rename, sheet.read_bytes())


def fingerprint(name: str, content: bytes) -> str:
    """`theme.css` -> `theme.1a2b3c4d.css`, from the contents."""
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:8]}.{suffix}"


def compress(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The .br and .gz copies that are smaller; none for a font, which is brotli inside."""
    if name.endswith(".woff2"):
        return
    copies = ((".br", brotli.compress(content, quality=11)), (".gz", gzip.compress(content, 9, mtime=0)))
    yield from ((name + ending, copy) for ending, copy in copies if len(copy) < len(content))


def read_packed(folder: Path) -> dict[str, bytes]:
    """The files of a packed folder by name; empty if there is none."""
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*"))}


def write_packed(files: Mapping[str, bytes], folder: Path) -> None:
    """Make the folder hold exactly these files."""
    folder.mkdir(exist_ok=True)
    for leftover in {path.name for path in folder.iterdir()} - files.keys():
        (folder / leftover).unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)


def find_differences(fresh: Mapping[str, bytes], committed: Mapping[str, bytes]) -> list[str]:
    """One line for each file that is missing, left over or different; empty if the folders agree."""
    missing = [f"missing: {name}" for name in fresh.keys() - committed.keys()]
    leftover = [f"left over: {name}" for name in committed.keys() - fresh.keys()]
    both = fresh.keys() & committed.keys()
    differing = [f"differs: {name}" for name in both if not is_same(name, fresh[name], committed[name])]
    return sorted(missing + leftover + differing)


def is_same(name: str, fresh: bytes, committed: bytes) -> bool:
    """Whether two files say the same once unpacked: another zlib may write other, equally good bytes."""
    return fresh == committed or unpack(name, fresh) == unpack(name, committed)


def unpack(name: str, content: bytes) -> bytes | None:
    """The contents of a compressed copy, of any other file as they are; None if the copy is damaged."""
    try:
        if name.endswith(".gz"):
            return gzip.decompress(content)
        return brotli.decompress(content) if name.endswith(".br") else content
    except (OSError, EOFError, brotli.error):
        return None
