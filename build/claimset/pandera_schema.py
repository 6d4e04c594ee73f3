"""Compiles a Table Schema into a Pandera schema, one Pandera check for each constraint.

`pandera.io.pandas_io.from_frictionless_schema` is not used: it leaves dates unchecked and loses foreign keys.
A check's name is the slug of the finding that its failures become. `required` is Pandera's own `nullable=False`.
"""

from collections.abc import Callable, Collection, Iterator, Mapping

import pandas as pd
import pandera.pandas as pandera
import pyarrow as pa
import pyarrow.compute as pc

from claimset.canonical import in_order, like_row_before
from claimset.package import Field, ForeignKey, Table
from claimset.read import ARROW_TYPES

Mask = pd.Series

# Which rows fail is taken from the answer of the check; to list them all in its message takes Pandera many seconds.
TOLD = 1


def compile_fields(table: Table, unsound: Collection[str]) -> pandera.DataFrameSchema:
    """The schema of types and constraints of each sound column of `table`, and of its primary key."""
    sound = [field for field in table.fields if f"{table.name}.{field.name}" not in unsound]
    key_is_sound = all(f"{table.name}.{name}" not in unsound for name in table.primary_key)
    return pandera.DataFrameSchema(
        columns={field.name: _column(field, in_key=field.name in table.primary_key) for field in sound},
        checks=[_primary_key_check(table)] if key_is_sound else [],
        name=table.name,
    )


def compile_references(table: Table, found: Mapping[ForeignKey, pa.Array]) -> pandera.DataFrameSchema:
    """The schema of those foreign keys of `table` of which `claimset.coded.positions` are given."""
    return pandera.DataFrameSchema(
        checks=[
            pandera.Check(_leads_to_row(key.fields, found[key]), name=f"foreign-key:{position}", n_failure_cases=TOLD)
            for position, key in enumerate(table.foreign_keys)
            if key in found
        ],
        name=table.name,
    )


def _column(field: Field, *, in_key: bool) -> pandera.Column:
    return pandera.Column(
        dtype=pd.ArrowDtype(ARROW_TYPES[field.type]),
        nullable=not (field.required or in_key),
        checks=list(_checks(field)),
        name=field.name,
    )


def _checks(field: Field) -> Iterator[pandera.Check]:
    """One check a constraint; a missing cell passes all of them but `required`."""
    if field.enum:
        values = pa.array(field.enum)
        yield _check("enum", lambda column: pc.or_(pc.is_in(column, values), pc.is_null(column)))
    if field.pattern is not None:
        expression = f"^(?:{field.pattern})$"
        yield _check("pattern", lambda column: pc.match_substring_regex(column, expression))
    if field.minimum is not None:
        yield _check("minimum", lambda column: pc.greater_equal(column, field.minimum))
    if field.maximum is not None:
        yield _check("maximum", lambda column: pc.less_equal(column, field.maximum))
    if field.min_length is not None:
        yield _check("min-length", lambda column: pc.greater_equal(pc.utf8_length(column), field.min_length))
    if field.max_length is not None:
        yield _check("max-length", lambda column: pc.less_equal(pc.utf8_length(column), field.max_length))
    if field.unique:
        yield pandera.Check(
            lambda column: ~(column.duplicated(keep="first") & column.notna()),
            name="unique",
            ignore_na=False,
            n_failure_cases=TOLD,
        )


def _check(name: str, test: Callable[[pa.ChunkedArray], pa.ChunkedArray]) -> pandera.Check:
    def passes(column: pd.Series) -> Mask:
        good = test(pa.chunked_array(column.array.__arrow_array__()))
        return pd.Series(pc.fill_null(good, fill_value=True).to_numpy(), index=column.index)

    return pandera.Check(passes, name=name, ignore_na=False, n_failure_cases=TOLD)


def _primary_key_check(table: Table) -> pandera.Check:
    names = list(table.primary_key)

    def passes(frame: pd.DataFrame) -> Mask:
        cells = pa.table([frame[name].array.__arrow_array__() for name in names], names)
        if in_order(cells, table):
            # As in every canonical file, equal keys stand next to each other, and none is missing.
            return pd.Series(~like_row_before(cells), index=frame.index)
        complete = frame[names].notna().all(axis=1)
        return ~(frame.duplicated(names, keep="first") & complete)

    return pandera.Check(passes, name="primary-key", ignore_na=False, n_failure_cases=TOLD)


def _leads_to_row(names: tuple[str, ...], positions: pa.Array) -> Callable[[pd.DataFrame], Mask]:
    """A test that each row has a position; one with a missing cell in `names` passes."""

    def passes(frame: pd.DataFrame) -> Mask:
        found = pc.is_valid(positions).to_numpy(zero_copy_only=False)
        return pd.Series(found, index=frame.index) | frame[list(names)].isna().any(axis=1)

    return passes
