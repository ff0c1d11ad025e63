# `make demo` and `make test` work on a fresh machine with Python 3.11 or later; the rest builds on them.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
N ?= 24
CALIBRATION ?= 120
REPORTS := $(sort $(wildcard seeds/*.txt))

.DEFAULT_GOAL := help
.PHONY: help demo test check bench benchmark calibrate docs format clean

help:  ## list these targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

demo: .venv/core  ## read the five seed reports and print what was found
	@$(BIN)/extractor extract --table $(REPORTS)

test: .venv/tools  ## run the whole test suite
	$(BIN)/python -m pytest

check: .venv/tools  ## format, lint, types, import law and tests: what CI runs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(MAKE) test

bench: .venv/core  ## measure how fast a report is read and the command starts
	@$(BIN)/python -m benchmarks.bench

benchmark: .venv/tools  ## measure how much is read right, over N made-up reports and many converters
	$(BIN)/python -m benchmarks.corpus --reports $(N) --seed 2 --out build/corpus
	$(BIN)/python -m benchmarks.measure build/corpus --show-wrong

calibrate: .venv/tools  ## count anew how often each kind of evidence is right: extractor/judging/confidence.toml
	$(BIN)/python -m benchmarks.corpus --reports $(CALIBRATION) --seed 500 --out build/calibration
	$(BIN)/python -m benchmarks.calibrate build/calibration

docs: .venv/core  ## write the generated pages: docs/schema.json and docs/cli.md
	$(BIN)/python -m extractor.cli.reference docs

format: .venv/tools  ## format the code and mend what the linter can
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .

clean:  ## remove what was built
	rm -rf .venv build dist .pytest_cache .ruff_cache .hypothesis .import_linter_cache

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv

.venv/core: pyproject.toml constraints.txt | .venv/bin/python
	PIP_CONSTRAINT=constraints.txt $(PIP) install --editable .
	@$(BIN)/python -m compileall -q extractor
	@touch $@

.venv/tools: pyproject.toml constraints.txt | .venv/bin/python
	PIP_CONSTRAINT=constraints.txt $(PIP) install --editable '.[dev,benchmark,llm,ocr]'
	@touch $@ .venv/core
