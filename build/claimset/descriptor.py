"""Reads the JSON files of a package description; what is not supported is an error.

Sources: Data Package and Table Schema, version 1 (Frictionless Data, 2017-2021). The supported part of both
is the JSON Schema `descriptor.schema.json` beside this module: an unknown key is refused, because no other
validator notices `constraint` in the place of `constraints`.
"""

import difflib
import json
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path, PurePosixPath
from typing import Any, cast

import jsonschema

from claimset.errors import PackageError
from claimset.finding import shortened

# No package description is larger; whatever is must not fill the memory.
LARGEST = 1 << 24


def safe_path(root: Path, path: str, where: str) -> Path:
    """The file `path` of the package; PackageError if it leaves the folder (absolute, `..`, address, link)."""
    parts = PurePosixPath(path)
    shown = repr(shortened(path))
    if set("\\:\0") & set(path) or parts.is_absolute() or ".." in parts.parts or str(parts) != path:
        message = f"{where}: path: {shown} must be a plain relative path with forward slashes inside the package"
        raise PackageError(message)
    full = root / parts
    try:
        inside = full.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        message = f"{where}: path: {shown} cannot be followed (a circle of links, or too long a name)"
        raise PackageError(message) from None
    if not inside:
        message = f"{where}: path: {shown} is a link that leaves the package"
        raise PackageError(message)
    return full


def read_json(root: Path, path: str) -> Any:  # noqa: ANN401 - JSON is what it is until it has been validated
    """The JSON value in a file of the package; PackageError with line and column where it is not JSON."""
    full = safe_path(root, path, path)
    try:
        if full.exists() and not full.is_file():
            raise PackageError(f"{path}: not a file")
        if full.stat().st_size > LARGEST:
            raise PackageError(f"{path}: larger than {LARGEST:,} bytes, so no package description")
        value = json.loads(
            full.read_bytes().decode("utf-8"),
            object_pairs_hook=lambda pairs: _no_repeated_key(pairs, path),
            parse_constant=lambda name: _no_constant(name, path),
        )
        json.dumps(value, ensure_ascii=False).encode()
    except FileNotFoundError:
        message = f"{path}: there is no such file in the package"
        raise PackageError(message) from None
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}"
        raise PackageError(message) from None
    except UnicodeEncodeError:
        message = f"{path}: not usable: a \\u escape stands for half a character"
        raise PackageError(message) from None
    except UnicodeDecodeError as error:
        message = f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8"
        raise PackageError(message) from None
    except json.JSONDecodeError as error:
        message = f"{path}:{error.lineno}:{error.colno}: not JSON: {error.msg}"
        raise PackageError(message) from None
    except RecursionError:
        message = f"{path}: not usable: nested too deeply"
        raise PackageError(message) from None
    except ValueError:
        # Python refuses to read thousands of digits.
        message = f"{path}: not usable: a number has too many digits"
        raise PackageError(message) from None
    return value


def _no_constant(name: str, path: str) -> None:
    raise PackageError(f"{path}: not JSON: {name} is no number")


def _no_repeated_key(pairs: list[tuple[str, object]], path: str) -> Mapping[str, object]:
    require_unique((key for key, _ in pairs), f"{path}: the same key stands twice in one object:")
    return dict(pairs)


def require_unique(names: Iterable[str], complaint: str) -> None:
    """PackageError, beginning with `complaint`, where a name stands twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            message = f"{complaint} {name!r}"
            raise PackageError(message)
        seen.add(name)


def validate(value: object, path: str, definition: str) -> None:
    """PackageError where `value` does not fit a definition of descriptor.schema.json ("" is the whole)."""
    schema = json.loads(resources.files("claimset").joinpath("descriptor.schema.json").read_text(encoding="utf-8"))
    if definition:
        schema = {"$schema": schema["$schema"], "$ref": f"#/$defs/{definition}", "$defs": schema["$defs"]}
    error = jsonschema.exceptions.best_match(jsonschema.Draft202012Validator(schema).iter_errors(value))
    if error is not None:
        place = ".".join(str(part) for part in error.absolute_path)
        fault = "not supported for a column of this type" if error.validator == "not" else shortened(error.message)
        message = f"{path}: {place + ': ' if place else ''}{fault}{_did_you_mean(error)}"
        raise PackageError(message)


def _did_you_mean(error: jsonschema.exceptions.ValidationError) -> str:
    if error.validator != "additionalProperties" or not isinstance(error.instance, dict):
        return ""
    known = list(cast("dict[str, Any]", error.schema)["properties"])
    unknown = [key for key in error.instance if key not in known]
    close = difflib.get_close_matches(unknown[0], known, n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
