# make run    install, check the seed documents, load them, serve the review pages on 127.0.0.1:8501
# make test   install, then lint, types, tests and reference checks
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test test-long lint types refs eval bench bench-check fuzz docs screenshots lock clean

run: .venv/.installed
	$(BIN)/workbench check seeds --format table
	$(BIN)/workbench import seeds
	$(BIN)/workbench serve

test: .venv/.installed-dev lint types refs
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not long"

test-long: .venv/.installed-dev .venv/.installed-fuzz
	$(BIN)/python -m pytest -n 2 --dist loadfile -m long

lint: .venv/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.installed-dev
	$(BIN)/mypy

refs: .venv/.installed
	$(BIN)/workbench refs check reference_data

eval: .venv/.installed-dev
	$(BIN)/python -m bench.quality

bench: .venv/.installed-dev
	$(BIN)/python -m bench

# Ten minutes of hostile input, guided by coverage where atheris installs; a find is a file in tests/finds.
fuzz: .venv/.installed-dev .venv/.installed-fuzz
	$(BIN)/python -m fuzz.guided

.venv/.installed-fuzz: fuzz/atheris.lock .venv/.installed-dev
	-$(BIN)/python -m pip install --quiet --require-hashes -r fuzz/atheris.lock
	touch $@

# The site in site/, from docs/ alone and without a network; a warning is an error.
docs: .venv/.installed-dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

# The pictures of the README, from the sample documents, in Chromium.
screenshots: .venv/.installed-dev
	$(BIN)/python -m bench.screenshots

bench-check: .venv/.installed-dev
	$(BIN)/python -m bench --check

# Exact versions with hashes; names and versions only, so that every registry and mirror serves them.
lock:
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-annotate --output-file requirements.lock
	uv pip compile pyproject.toml --all-extras --group build --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --constraint requirements.lock --output-file requirements-dev.lock
	uv pip compile bench/peers.in --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --output-file bench/peers.lock

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make run PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip

.venv/.installed: requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

.venv/.installed-dev: requirements-dev.lock .venv/.installed
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	touch $@

clean:
	rm -rf .venv .venv-peers .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist site
