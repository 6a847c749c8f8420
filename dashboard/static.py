"""The built front-end files: their fingerprinted addresses, and how they are served."""

import hashlib
import json
from functools import cache
from pathlib import Path

from servestatic import ServeStaticASGI

ROOT = Path(__file__).parent.parent / "assets" / "static"
PREFIX = "/static/"


@cache
def _manifest() -> dict[str, str]:
    found: dict[str, str] = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
    return found


def static_address(name: str) -> str:
    """The address of a built file by its plain name; KeyError when `make assets` has not built it."""
    return PREFIX + _manifest()[name]


def build_id() -> str:
    """Changes with every build of the front end: a screen that sees another one loads itself anew."""
    return hashlib.blake2b("".join(sorted(_manifest().values())).encode(), digest_size=6).hexdigest()


def serve_static(app: object) -> ServeStaticASGI:
    """The application with the built files in front: compressed as built, kept by browsers for a year."""
    return ServeStaticASGI(
        app, root=ROOT, prefix=PREFIX, immutable_file_test=lambda _path, _url: True, allow_all_origins=False
    )
