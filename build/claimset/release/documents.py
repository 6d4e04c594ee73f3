"""The documents of a release that are for reading: its README, and those copied from the package."""

from pathlib import Path

from claimset.release.citation import citation
from claimset.release.content import Content
from claimset.release.files import write_bytes, write_text
from claimset.release.templates import render


def write_readme(content: Content, folder: Path) -> None:
    """`README.md`: what the release is and is not, what it holds, how it is loaded, cited and verified."""
    line = citation(content.package, content.released)
    write_text(folder / "README.md", render("README.md.jinja", content=content, citation=line))


def write_documents(content: Content, folder: Path) -> None:
    """The changelog, the methods and the licence, as they are in the package."""
    for name, data in content.documents.items():
        write_bytes(folder / name, data)
