"""Make the pictures of docs/screens anew from the running product: `python -m tests.screens [NAME ...]`."""

import sys
import tempfile
from pathlib import Path

from PIL import Image

from tests.processes import ROOT
from tests.screens.camera import beside, camera, keep
from tests.screens.city import busy_city
from tests.screens.pictures import Picture, pictures

SCREENS, UNKEPT = ROOT / "docs" / "screens", ROOT / "var" / "screens"
REFERENCES, BESIDE = SCREENS / "reference", SCREENS / "beside"


def main(names: list[str]) -> None:
    """All pictures, or those whose name begins with one of the names."""
    chosen = [one for one in pictures() if not names or one.name.startswith(tuple(names))]
    with (
        tempfile.TemporaryDirectory(prefix="threecenter-") as home,
        busy_city(Path(home)) as city,
        camera(city.address, city.password) as own,
    ):
        for picture in chosen:
            store(picture, own.take(picture.on(city.today)))


def store(picture: Picture, image: Image.Image) -> None:
    """Write a picture, and one more beside its reference where it has one."""
    path = (SCREENS if picture.is_kept else UNKEPT) / f"{picture.name}.png"
    keep(image, path)
    print(path.relative_to(ROOT))
    reference = REFERENCES / f"{picture.name}.png"
    if reference.is_file():
        keep(beside(Image.open(reference).convert("RGB"), image), BESIDE / f"{picture.name}.png")


if __name__ == "__main__":
    main(sys.argv[1:])
