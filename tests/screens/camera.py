"""Taking a picture: a page is waited for until it is whole, then kept as a small file."""

import io
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.journeys.browsing import sign_in
from tests.screens.palette import with_few_colours
from tests.screens.pictures import Picture

PATIENCE_MS = 120_000
STILL = "#wall { --orbit-x: 0 !important; --orbit-y: 0 !important; } * { caret-color: transparent !important; }"
"""Where the canvas stands when its slow orbit passes through the middle."""
SETTLED = """async () => {
  await document.fonts.ready;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


class Camera:
    """A browser that has signed in at an address."""

    def __init__(self, browser: Browser, address: str, password: str) -> None:
        self._browser, self._address = browser, address
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{address}/signin")
        sign_in(page, password)
        page.wait_for_url("**/overview**")
        self._session = context.storage_state()
        context.close()

    def take(self, picture: Picture) -> Image.Image:
        """The page as it looks when all it waits for is there."""
        width, height = picture.size
        context = self._browser.new_context(
            storage_state=self._session,
            viewport={"width": width, "height": height},
            device_scale_factor=picture.scale,
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.goto(self._address + picture.path)
        wait_until_whole(page, picture.ready)
        content = page.screenshot(style=STILL)
        context.close()
        return Image.open(io.BytesIO(content)).convert("RGB")


def wait_until_whole(page: Page, ready: Sequence[str]) -> None:
    """Return when everything is there, every font is loaded, and a frame has been drawn with it."""
    for selector in ready:
        expect(page.locator(selector).first).to_be_attached(timeout=PATIENCE_MS)
    page.evaluate(SETTLED)


@contextmanager
def camera(address: str, password: str) -> Iterator[Camera]:
    """A camera, put away at the end of the block."""
    found = shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield Camera(browser, address, password)
        browser.close()


def keep(image: Image.Image, path: Path) -> None:
    """Write an image with so few colours that its file stays small."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with_few_colours(image).save(path, optimize=True)


def beside(left: Image.Image, right: Image.Image) -> Image.Image:
    """Two images of the same height, next to each other."""
    whole = Image.new("RGB", (left.width + right.width, max(left.height, right.height)))
    whole.paste(left, (0, 0))
    whole.paste(right, (left.width, 0))
    return whole
