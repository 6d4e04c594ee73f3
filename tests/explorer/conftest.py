"""Explorer pages, and a Chromium that opens them from a folder with the network refused."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from explorer_pages import NAMES, Open, make_package, make_page
from small_package import REPOSITORY

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def package_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_package(tmp_path_factory.mktemp("package"), NAMES)


@pytest.fixture(scope="session")
def page_file(package_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_page(package_root, tmp_path_factory.mktemp("page") / "release")


@pytest.fixture(scope="session")
def real_page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_page(REPOSITORY, tmp_path_factory.mktemp("real") / "release")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    if CHROMIUM is None:
        pytest.skip("there is no chromium here; .ci/run installs it")
    with sync_playwright() as started:
        yield started


@contextmanager
def browser(playwright: Playwright, profile: Path, *, scripts: bool) -> Iterator[BrowserContext]:
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=CHROMIUM,
        headless=True,
        chromium_sandbox=False,
        offline=True,
        args=ARGUMENTS,
        java_script_enabled=scripts,
        accept_downloads=True,
    )
    yield context
    context.close()


@pytest.fixture(scope="session")
def context(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    with browser(playwright, tmp_path_factory.mktemp("profile"), scripts=True) as opened:
        yield opened


@pytest.fixture(scope="session")
def plain_context(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    with browser(playwright, tmp_path_factory.mktemp("plain"), scripts=False) as opened:
        yield opened


def leaving(address: str, file: Path) -> list[str]:
    """The address, if it is not that of the page or of a file that the page has made itself."""
    stays = address.split("#", maxsplit=1)[0] == file.as_uri() or address.startswith("blob:")
    return [] if stays else [f"request: {address}"]


@pytest.fixture
def visit(context: BrowserContext) -> Iterator[Open]:
    """Opens a page at an address behind #; afterwards nothing may have failed and nothing may have left the page."""
    faults: list[str] = []
    pages: list[Page] = []

    def opened(file: Path, address: str = "", width: int = 1280) -> Page:
        page = context.new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": 900})
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: faults.extend(leaving(request.url, file)))
        page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
        page.goto(f"{file.as_uri()}#{address}" if address else file.as_uri())
        return page

    yield opened
    for page in pages:
        page.close()
    assert faults == []
