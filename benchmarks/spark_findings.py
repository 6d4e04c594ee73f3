"""The findings of Spark on the constraints of a package, whose tables lie as Parquet in pieces.

What one row can show is judged piece by piece, by the Pandera schemas and the rules on single cells that
`claimset check` itself applies. What only all rows together show - keys and references - is left to Spark SQL.
"""

import os
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import reduce
from pathlib import Path

import pandas as pd
import pyarrow as pa
from pandera.errors import SchemaErrorReason, SchemaErrors
from pandera.pandas import DataFrameSchema
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sql

import claimset
from claimset.package import ForeignKey, Package, Table
from claimset.pandera_schema import compile_fields
from claimset.rules import RULES
from claimset.rules.judge import judge_columns, reasons
from claimset.rules.rule import ColumnRule
from pieces import LINE, Found, Pieces

SQL_TYPES = {"string": "STRING", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
CELL_RULES = tuple(rule for rule in RULES if isinstance(rule, ColumnRule))
# Where the workers, which are processes of their own, find this module and claimset.
SOURCES = (Path(__file__).parent, Path(claimset.__file__).parents[1])
# Pandera's schemas hold these, too, but a piece knows nothing of the others.
OF_ALL_ROWS = {"unique", "primary-key"}

Batches = Iterator[pa.RecordBatch]
FOUND = pa.schema({"table": pa.string(), "line": pa.int64(), "field": pa.string(), "rule": pa.string()})
FOUND_SQL = "table STRING, line BIGINT, field STRING, rule STRING"


def start_spark(scratch: Path) -> SparkSession:
    """Spark on two cores of this machine, which keeps its files in the folder `scratch` and answers nobody else."""
    # Nothing else tells a session that is started from within Python which Python its workers are.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.buffer.pageSize": "4m",
        "spark.driver.memory": "3g",
        # In some minutes the second compiler of the JVM takes more than it gives.
        "spark.driver.extraJavaOptions": f"-Djava.io.tmpdir={scratch} -XX:TieredStopAtLevel=1",
        "spark.executorEnv.PYTHONPATH": os.pathsep.join(map(str, SOURCES)),
        "spark.local.dir": str(scratch / "local"),
        "spark.log.level": "ERROR",
        # Batches of the default 10,000 rows spend more on starting each check than on the rows.
        "spark.sql.execution.arrow.maxRecordsPerBatch": "100000",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.warehouse.dir": str(scratch / "warehouse"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    builder = SparkSession.builder.master("local[2]").appName("claimset")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def findings_of_spark(spark: SparkSession, package: Package, folder: Path, pieces: Pieces) -> frozenset[Found]:
    """All findings on structure, types, constraints, cells, keys and references of the package in pieces in `folder`.

    In the order of `claimset check`: a column that has findings is not relied on by what comes after.
    """
    for table in package.tables:
        columns = ", ".join(f"`{field.name}` {SQL_TYPES[field.type]}" for field in table.fields)
        rows = spark.read.schema(f"{LINE} BIGINT, {columns}").parquet(str(folder / table.name))
        rows.createOrReplaceTempView(table.name)
    # A column with cells that could not be read is there, and its other cells are judged.
    absent = pieces.unsound - {f"{table}.{column}" for table, column in pieces.unread}
    queries = [spark.table(table.name).mapInArrow(judge(package, table, absent), FOUND_SQL) for table in package.tables]
    queries += [query for table in package.tables for query in repeated(spark, table, absent)]
    found = {one for one in collected(queries) if one.line not in pieces.unread.get((one.table, one.field or ""), ())}
    in_cells = {one for one in found if one.rule in {rule.slug for rule in CELL_RULES}}
    found -= in_cells
    unsound = pieces.unsound | {f"{one.table}.{name}" for one in found for name in _columns(one, package)}
    for table in package.tables:
        keys = [key for key in table.foreign_keys if judgeable(table, key, unsound)]
        lost = collected([leads_nowhere(spark, table, key) for key in keys])
        unsound |= {f"{one.table}.{name}" for one in lost for name in _columns(one, package)}
        found |= lost
    return pieces.found | found | {one for one in in_cells if f"{one.table}.{one.field}" not in unsound}


def _columns(found: Found, package: Package) -> tuple[str, ...]:
    """The columns that cannot be relied on after a finding."""
    return package.table(found.table).primary_key if found.field is None else (found.field,)


def collected(queries: Sequence[DataFrame]) -> set[Found]:
    """The findings that queries give, all in one job."""
    return {Found(**row) for row in reduce(DataFrame.unionAll, queries).toArrow().to_pylist()} if queries else set()


def judge(package: Package, table: Table, absent: Collection[str]) -> Callable[[Batches], Batches]:
    """A function that turns batches of rows of the table into batches of findings on them; it runs in the workers."""
    alone = replace(package, tables=(table,))

    def judge_batches(batches: Batches) -> Batches:
        schema = compile_fields(table, absent)
        for batch in batches:
            frame = batch.to_pandas(types_mapper=pd.ArrowDtype)
            frame.index = pd.Index(frame.pop(LINE).to_numpy())
            found = list(failed_checks(schema, frame))
            for one in judge_columns(CELL_RULES, alone, {table.name: frame}, absent):
                found += [Found(table.name, breach.line, breach.field, one.rule.slug) for breach in one.breaches]
            yield pa.RecordBatch.from_pylist([one._asdict() for one in found], FOUND)

    return judge_batches


def failed_checks(schema: DataFrameSchema, frame: pd.DataFrame) -> Iterator[Found]:
    """The cells of a table, indexed by line, that fail a check of its compiled schema."""
    try:
        schema.validate(frame, lazy=True, inplace=True)
    except SchemaErrors as errors:
        for error in errors.schema_errors:
            if error.reason_code is SchemaErrorReason.SERIES_CONTAINS_NULLS:
                rule, lines = "required", error.failure_cases["index"]
            elif error.check_output is None:
                # Not the data has failed but the check.
                raise
            else:
                rule, lines = error.check.name, error.check_output.index[~error.check_output.to_numpy(dtype=bool)]
            if rule not in OF_ALL_ROWS:
                yield from (Found(schema.name, int(line), error.schema.name, rule) for line in lines)


def repeated(spark: SparkSession, table: Table, absent: Collection[str]) -> Iterator[DataFrame]:
    """Queries for the rows that repeat the primary key, or a value of a unique column, of an earlier line."""
    keys = [("primary-key", table.primary_key), *(("unique", (field.name,)) for field in table.fields if field.unique)]
    for rule, names in keys:
        if not any(f"{table.name}.{name}" in absent for name in names):
            rows = spark.table(table.name).dropna(subset=list(names))
            firsts = rows.groupBy(*names).agg(sql.min(LINE).alias("first"), sql.count(LINE).alias("times"))
            again = rows.join(firsts.where("times > 1"), list(names)).where(f"{LINE} > first")
            yield found_in(again, table, names, rule)


def judgeable(table: Table, key: ForeignKey, unsound: Collection[str]) -> bool:
    """Whether nothing that a foreign key rests on has findings."""
    targets = [f"{key.table}.{name}" for name in key.target]
    return not reasons(targets, unsound) and not any(f"{table.name}.{name}" in unsound for name in key.fields)


def leads_nowhere(spark: SparkSession, table: Table, key: ForeignKey) -> DataFrame:
    """A query for the rows whose foreign key is filled and leads to no row."""
    rows = spark.table(table.name).dropna(subset=list(key.fields))
    pairs = zip(key.fields, key.target, strict=True)
    targets = spark.table(key.table).select(*(sql.col(other).alias(own) for own, other in pairs))
    return found_in(rows.join(targets, list(key.fields), "left_anti"), table, key.fields, "foreign-key")


def found_in(rows: DataFrame, table: Table, names: Sequence[str], rule: str) -> DataFrame:
    """The rows as findings of a rule; they name the column where it is one."""
    field = sql.lit(names[0] if len(names) == 1 else None).cast("string")
    parts = {"table": sql.lit(table.name), "line": sql.col(LINE), "field": field, "rule": sql.lit(rule)}
    return rows.select(*(part.alias(name) for name, part in parts.items()))
