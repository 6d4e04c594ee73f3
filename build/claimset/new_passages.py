"""Writes the passages of a new text into the tables, and leaves those that are coded as they are."""

from collections.abc import Mapping

import pandas as pd
import pyarrow as pa

from claimset.canonical import csv_chunks, sort_by_key
from claimset.descriptor import safe_path
from claimset.errors import PackageError
from claimset.files import replace_file
from claimset.package import Package
from claimset.passages import Passage, text_sha256
from claimset.read import Reading


def write_passages(package: Package, reading: Reading, texts: Mapping[str, tuple[Passage, ...]]) -> tuple[str, ...]:
    """Adds a row for each passage that has none, with the text's hash and count; gives the files rewritten.

    A new row has no coverage: whoever codes the passage decides on it, and `check` names the row until then.
    PackageError where a table is unsound, or where the text no longer has a passage that stands in the table.
    """
    unsound = {need for need in reading.unsound if need.split(".")[0] in {"passages", "sources"}}
    if unsound:
        raise PackageError(f"nothing was written: mend {', '.join(sorted(unsound))} first (claimset check)")
    rows = [_passage_rows(source_id, passages, reading.frames["passages"]) for source_id, passages in texts.items()]
    others = reading.frames["passages"]
    others = others[~others["source_id"].isin(list(texts))]
    sources = reading.frames["sources"].copy()
    for source_id, passages in texts.items():
        row = sources["source_id"] == source_id
        sources.loc[row, "text_sha256"] = text_sha256(passages)
        sources.loc[row, "passage_count"] = len(passages)
    written = {"passages": pd.concat([others, *rows]), "sources": sources}
    return tuple(path for name, frame in written.items() if (path := _write(package, name, frame)))


def _passage_rows(source_id: str, passages: tuple[Passage, ...], known: pd.DataFrame) -> pd.DataFrame:
    own = known[known["source_id"] == source_id]
    recorded = dict(zip(own["paragraph"], own["sha256"], strict=True))
    for number, sha256 in recorded.items():
        if number > len(passages) or passages[number - 1].sha256 != sha256:
            raise PackageError(
                f"nothing was written: passage {number} of {source_id} is coded, and differs from the text at hand "
                "(run without --write to see how); a changed text is a new source"
            )
    new = pd.DataFrame(
        {
            "passage_id": f"{source_id}-P{passage.number:03d}",
            "source_id": source_id,
            "paragraph": passage.number,
            "passage_role": "body",
            "word_count": passage.word_count,
            "sha256": passage.sha256,
            "text_start": passage.start,
        }
        for passage in passages
        if passage.number not in recorded
    )
    return pd.concat([own, new.reindex(columns=own.columns).astype(own.dtypes)]) if len(new) else own


def _write(package: Package, name: str, frame: pd.DataFrame) -> str | None:
    table = package.table(name)
    cells = sort_by_key(pa.Table.from_pandas(frame, preserve_index=False), table)
    content = b"".join(csv_chunks(cells))
    if content == safe_path(package.root, table.path, table.path).read_bytes():
        return None
    replace_file(package.root, table.path, content)
    return table.path
