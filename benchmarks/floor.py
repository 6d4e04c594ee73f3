"""The practical floor: what DuckDB alone needs to read a package with its types, test it and write it as Parquet.

It tests types, primary keys, required cells, enums and foreign keys. It looks for no structure faults, applies none of
the rules of the model, and says of a fault only how often it occurs. Exit code 1 where it finds any.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}


def main() -> None:
    """Reads, tests and writes the package that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path)
    parser.add_argument("out", type=Path, help="folder for the Parquet files")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    connection = duckdb.connect(config={"threads": arguments.threads})
    try:
        schemas = read(connection, arguments.package)
    except duckdb.Error as error:
        sys.exit(f"not of the types of the schemas: {error}")
    faults = 0
    for name, schema in schemas.items():
        for what, query in tests(name, schema):
            ((count,),) = connection.execute(query).fetchall()
            if count:
                sys.stdout.write(f"{name}: {what}: {count:,}\n")
                faults += count
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name in schemas:
        connection.table(name).write_parquet(str(arguments.out / f"{name}.parquet"), compression="zstd")
    sys.exit(1 if faults else 0)


def read(connection: duckdb.DuckDBPyConnection, root: Path) -> dict[str, dict[str, Any]]:
    """Reads each table of the package in `root` into one of the same name; the schemas by name of table."""
    descriptor = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    schemas = {}
    for resource in descriptor["resources"]:
        name, schema = resource["name"], json.loads((root / resource["schema"]).read_text(encoding="utf-8"))
        columns = {field["name"]: TYPES[field["type"]] for field in schema["fields"]}
        connection.execute(
            f"CREATE TABLE \"{name}\" AS FROM read_csv($path, auto_detect=false, header=true, delim=',', quote='\"', "
            f"escape='\"', nullstr='', columns={columns})",
            {"path": str(root / resource["path"])},
        )
        schemas[name] = schema
    return schemas


def tests(name: str, schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What is tested in a table, and the query that counts its faults."""
    primary_key = _listed(schema["primaryKey"])
    key = ", ".join(f'"{column}"' for column in primary_key)
    yield "primary key", f'SELECT count(*) FROM (SELECT 1 FROM "{name}" GROUP BY {key} HAVING count(*) > 1)'
    for field in schema["fields"]:
        constraints = field.get("constraints", {})
        if constraints.get("required") or field["name"] in primary_key:
            yield f"{field['name']} missing", f'SELECT count(*) FROM "{name}" WHERE "{field["name"]}" IS NULL'
        if "enum" in constraints:
            terms = ", ".join("'" + term.replace("'", "''") + "'" for term in constraints["enum"])
            yield f"{field['name']} enum", f'SELECT count(*) FROM "{name}" WHERE "{field["name"]}" NOT IN ({terms})'
    for foreign in schema.get("foreignKeys", []):
        fields, target = _listed(foreign["fields"]), _listed(foreign["reference"]["fields"])
        other = foreign["reference"]["resource"] or name
        equal = " AND ".join(f'"{name}"."{one}" = other."{two}"' for one, two in zip(fields, target, strict=True))
        filled = " AND ".join(f'"{name}"."{one}" IS NOT NULL' for one in fields)
        yield (
            f"{'+'.join(fields)} foreign key",
            f'SELECT count(*) FROM "{name}" ANTI JOIN "{other}" AS other ON {equal} WHERE {filled}',
        )


def _listed(names: str | list[str]) -> list[str]:
    return [names] if isinstance(names, str) else names


if __name__ == "__main__":
    main()
