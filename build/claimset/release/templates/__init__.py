"""The texts of a release, as Jinja templates beside this module."""

import json

from jinja2 import Environment, PackageLoader, StrictUndefined


def render(name: str, **values: object) -> str:
    """The template `name` filled in with `values`; a name that it uses and is not given is an error."""
    environment = Environment(
        loader=PackageLoader(__name__, ""),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - it writes Markdown and YAML, not HTML
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"cell": _cell, "yaml": _yaml, "number": "{:,}".format}
    return environment.get_template(name).render(values)


def _cell(text: str) -> str:
    """Text that stands in one cell of a Markdown table as it is."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*").replace("\n", " ")


def _yaml(text: str) -> str:
    """A double-quoted YAML scalar, which every JSON string is."""
    return json.dumps(text, ensure_ascii=False)
