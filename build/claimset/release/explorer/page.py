"""The page: templates, styles, scripts, libraries and data in one HTML file that asks for nothing outside itself."""

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from claimset.release.citation import citation
from claimset.release.codebook import vocabularies
from claimset.release.content import Content
from claimset.release.explorer.metadata import bibtex, dataset
from claimset.release.explorer.payload import payload, script_json
from claimset.release.explorer.plain import FLAT, plain_claims
from claimset.release.files import CHECKSUMS, files_of, write_bytes
from claimset.rules import RULES
from claimset.rules.rule import page as rule_page

PAGE = "index.html"
METHODS = "METHODS.md"
# Plot needs d3 before it; the page's own scripts form one function.
LIBRARIES = ("d3", "plot", "minisearch", "dagre")
SCRIPTS = (
    "dom",
    "data",
    "terms",
    "address",
    "graph",
    "search",
    "selection",
    "claims",
    "voices",
    "claim_card",
    "cards",
    "indexes",
    "timeline",
    "overview",
    "accusations",
    "main",
)
_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_HEADING = re.compile(r"^h([1-6])$")
_DEEPEST = 6


def write_explorer(content: Content, folder: Path) -> None:
    """`index.html`, with links to the files that the release has by then."""
    write_bytes(folder / PAGE, explorer_page(content, [*files_of(folder), CHECKSUMS]))


def explorer_page(content: Content, files: Sequence[str]) -> bytes:
    """The page in UTF-8: the same bytes for the same content and the same `files`, the paths that it links to."""
    known = vocabularies(content)
    scripts = [*(_asset("vendor", f"{name}.js") for name in LIBRARIES), _own_script()]
    text = (
        _environment()
        .get_template("page.html.jinja")
        .render(
            content=content,
            package=content.package,
            has_claims=any(item.table.name == FLAT for item in content.tables),
            citation=citation(content.package, content.released),
            bibtex=bibtex(content),
            loose=[path for path in files if "/" not in path],
            folders=_by_folder(files),
            claims=list(plain_claims(content)),
            vocabularies=known,
            vocabulary_of={column: item.name for item in known for column in item.columns},
            keys=json.dumps(_keys(content)),
            rules=[(rule, rule_page(rule)) for rule in RULES],
            methods=_html(content.documents.get(METHODS, b"").decode("utf-8")),
            libraries=_libraries(),
            style=Markup(_asset("assets", "style.css")),  # noqa: S704 - a file of this package
            scripts=[Markup(script) for script in scripts],  # noqa: S704 - files of this package
            policy=_policy(scripts),
            structured=Markup(script_json(dataset(content, files))),  # noqa: S704 - script_json makes it safe
            payload=Markup(payload(content, known)),  # noqa: S704 - script_json makes it safe
        )
    )
    return text.encode("utf-8")


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(__name__.rpartition(".")[0]),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.tests["contains"] = lambda values, value: value in values
    environment.filters |= {"number": "{:,}".format, "words": lambda term: term.replace("_", " ")}
    return environment


def _keys(content: Content) -> list[tuple[str, str]]:
    """The foreign keys between curated tables: which table, which other."""
    curated = [item.table for item in content.tables if not item.derived]
    return list(dict.fromkeys((table.name, key.table) for table in curated for key in table.foreign_keys))


def _by_folder(files: Sequence[str]) -> dict[str, list[str]]:
    folders: dict[str, list[str]] = {}
    for path in files:
        folder, slash, _ = path.rpartition("/")
        if slash:
            folders.setdefault(folder, []).append(path)
    return folders


def _asset(folder: str, name: str) -> str:
    return resources.files(__package__).joinpath(folder, name).read_text(encoding="utf-8")


def _own_script() -> str:
    parts = "\n".join(_asset("assets", f"{name}.js") for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}\n}})();'


def _libraries() -> list[tuple[str, str, str]]:
    """Name, version and licence of each library in the page."""
    pins = json.loads(_asset("vendor", "vendor.json"))
    return [
        (name, pin["version"], _asset("vendor", next(here for here in pin["files"].values() if here.endswith(".txt"))))
        for name, pin in pins.items()
    ]


def _policy(scripts: Sequence[str]) -> str:
    """The content security policy: nothing is fetched, and no script runs but these, by their hashes.

    Styles cannot be named by hash, because the chart library sets some of its own while it draws.
    """
    hashes = (base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii") for script in scripts)
    sources = " ".join(f"'sha256-{digest}'" for digest in hashes)
    return f"default-src 'none'; script-src {sources}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def _html(markdown: str) -> Markup:
    """Markdown as HTML one heading level deeper, without comments.

    HTML in it stays text, and an address that is a script is no link.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    parser.add_render_rule("table_open", _table_open)
    parser.add_render_rule("table_close", _table_close)
    tokens = parser.parse(_COMMENT.sub("", markdown))
    for token in tokens:
        heading = _HEADING.match(token.tag)
        if heading:
            token.tag = f"h{min(int(heading[1]) + 1, _DEEPEST)}"
    return Markup(parser.renderer.render(tokens, parser.options, {}))  # noqa: S704 - the parser escapes what it is given


def _table_open(*_: object) -> str:
    # On a narrow screen the table scrolls, also for those who have only a keyboard.
    return '<div class="scroll" role="group" tabindex="0" aria-label="Table">\n<table>\n'


def _table_close(*_: object) -> str:
    return "</table>\n</div>\n"
