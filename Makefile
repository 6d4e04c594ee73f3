# make build   checks the data and writes the release into dist/
# make test    lints, checks the types and runs every test
# make mutants  breaks every constraint and rule once, and counts those that the check finds
# make bench   times everything side by side on generated packages; RUNS=3 for three runs
# make bench-spark  checks a generated package with Spark as well, and compares (ROWS=20000 for fewer rows; needs Java 17)
# make format  puts the code into its one form
# make lock    resolves the requirements anew (needs uv)
# make vendor  fetches the pinned scripts of the explorer and of its tests (needs npm)
# make clean   removes everything that make has made

.DELETE_ON_ERROR:
.PHONY: build test mutants bench bench-spark lint format lock vendor clean

RELOCK := uv pip compile --upgrade --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
          --no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet

build: .venv/installed
	@.venv/bin/claimset build

test: lint .venv-cff/locked .venv-metadata/locked
	.venv/bin/pytest

lint: .venv/installed
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy

mutants: .venv/installed
	.venv/bin/python tests/mutants.py

bench: .venv/installed
	@.venv/bin/python benchmarks/bench.py --runs $(or $(RUNS),1)

# Every process of Spark warns of pandas 3; SCALING.md says what works with it.
bench-spark: export PYTHONPATH = build
bench-spark: export PYTHONWARNINGS = ignore:PySpark does not yet fully support pandas
bench-spark: .venv-spark/locked
	@.venv-spark/bin/python benchmarks/generate.py $(or $(ROWS),1000000) benchmarks/.packages/spark
	@.venv-spark/bin/python benchmarks/spark_check.py benchmarks/.packages/spark --plant

format: .venv/locked
	.venv/bin/ruff check --fix-only
	.venv/bin/ruff format

# The version of the tool is read from datapackage.json when it is installed.
.venv/installed: .venv/locked pyproject.toml datapackage.json
	@.venv/bin/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/locked: requirements.lock .ci/venv
	@.ci/venv .venv requirements.lock
	@touch $@

# cffconvert needs a jsonschema that is years old, so it lives apart from the rest.
.venv-cff/locked: requirements-cff.lock .ci/venv
	@.ci/venv .venv-cff requirements-cff.lock
	@touch $@

# The catalogues' own readers of metadata, which need much that nothing else here does.
.venv-metadata/locked: requirements-metadata.lock .ci/venv
	@.ci/venv .venv-metadata requirements-metadata.lock
	@touch $@

# Spark is half a gigabyte, and only bench-spark needs it.
.venv-spark/locked: requirements-spark.lock .ci/venv
	@.ci/venv .venv-spark requirements-spark.lock
	@touch $@

# docopt serves only the command line of one library that cffconvert uses, and has no wheel;
# jsonpath-rw has none either, and mlcroissant needs it; nor has pyspark.
lock:
	$(RELOCK) --group dev --output-file requirements.lock pyproject.toml
	$(RELOCK) --group pyproject.toml:cff --no-emit-package docopt --output-file requirements-cff.lock
	$(RELOCK) --group pyproject.toml:metadata --no-binary jsonpath-rw --emit-build-options --output-file requirements-metadata.lock
	$(RELOCK) --group spark --constraint requirements.lock --no-binary pyspark --emit-build-options \
	  --output-file requirements-spark.lock pyproject.toml

vendor:
	.ci/vendor build/claimset/release/explorer/vendor tests/vendor

clean:
	rm -rf .venv .venv-cff .venv-metadata .venv-spark benchmarks/.packages dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find benchmarks build tests -name __pycache__ -type d -prune -exec rm -rf {} +
