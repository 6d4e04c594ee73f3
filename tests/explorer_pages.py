"""Explorer pages of the small package: with names that are hard to search for, and a claim that has got another id."""

import shutil
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from claimset.derive import derive
from claimset.package import load_package
from claimset.read import read_package
from claimset.release.content import Content, assemble
from claimset.release.explorer import write_explorer
from small_package import REPOSITORY, Edits, edit, make_small

# Names that only a search without accents finds, and a claim that lives on under another id.
NAMES = Edits(
    add=(
        {"table": "actor_names", "actor_id": "A0006", "name": "Tomáš Häle", "name_type": "alias", "language": "cs"},
        {"table": "actor_names", "actor_id": "A0006", "name": "Томаш", "name_type": "native_script", "language": "ru"},
    )
)


# Opens a page: the file, the part of its address behind #, the width of the screen in pixels.
Open = Callable[..., Page]


def content_of(root: Path) -> Content:
    """The content of the release of a package, without asking whether its data keep the rules."""
    package = load_package(root)
    frames = read_package(package).frames
    return assemble(package, frames, derive(package, frames))


def make_package(folder: Path, edits: Edits) -> Path:
    """The small package with the documents of a release, and with some edits."""
    root = make_small(folder)
    edit(root, edits)
    (root / "data" / "redirects.csv").write_text(
        "old_id,new_id,reason,version\nC0099,C0002,The same proposition.,0.1.0\n", encoding="utf-8"
    )
    (root / "CHANGELOG.md").write_text("## [0.1.0] - 2026-11-22\n", encoding="utf-8")
    (root / "METHODS.md").write_text(
        "# Methods\n\n<!-- part -->\nHow *it* is done. <b>Not bold.</b>\n", encoding="utf-8"
    )
    shutil.copy(REPOSITORY / "LICENSE-DATA", root)
    return root


def make_page(root: Path, folder: Path) -> Path:
    """The page of a package, in a folder as it lies in a release."""
    folder.mkdir(parents=True)
    shutil.copy(root / "datapackage.json", folder)
    write_explorer(content_of(root), folder)
    return folder / "index.html"
