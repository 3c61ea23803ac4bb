"""Take the README's picture of the demo: ``make screenshot``. Needs Chromium and playwright.

Serves the built site on a loopback port and looks at its home page as on a desk. Refuses a picture
too heavy to commit.
"""

import shutil
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).parent / "demo.png"
WIDTH, HEIGHT = 1200, 1040
LARGEST = 300_000


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Requests are nobody's business."""


def main(built: Path) -> None:
    site = (built / "site/current").resolve()
    if not (site / "index.html").is_file():
        sys.exit(f"{site}: no demo is built; run: make demo NO_SERVE=1")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("Chromium is not installed: apt install chromium")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        tab.goto(f"http://127.0.0.1:{server.server_address[1]}/", wait_until="networkidle")
        tab.screenshot(path=PICTURE)
        browser.close()
    server.shutdown()
    size = PICTURE.stat().st_size
    if size > LARGEST:
        sys.exit(f"{PICTURE}: {size} bytes, more than {LARGEST}: make the window smaller.")
    print(f"{PICTURE}: {size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
