# `make demo` and `make test` work on a fresh machine with Python 3.11 or later; the rest builds on them.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
N ?= 12
SCANS ?= 2
SPOILED ?= 24
BLANK ?= 0
SEED ?= 1
MINUTES ?= 10
DOCUMENTS ?= 400
AGAINST ?= Qwen2.5-Coder-1.5B-Instruct Q4_K_M (sha256 cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046), llama.cpp
CORPUS = rm -rf build/corpus && $(BIN)/python -m benchmarks.corpus --reports $(N) --seed $(REPORTS_SEED) --operators 2 \
	--scans $(SCANS) --spoiled $(SPOILED) --blank $(BLANK) --out build/corpus
REPORTS := $(sort $(wildcard seeds/*.txt))

.DEFAULT_GOAL := help
.PHONY: help demo test test-long check bench growth estimates benchmark mutants laws calibrate order players cassettes llm-live docs client examples tour format clean

help:  ## list these targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

demo: .venv/core  ## read the five seed reports and print what was found
	@$(BIN)/extractor extract --table $(REPORTS)

test: .venv/tools  ## run the test suite on all cores, without what takes many seconds
	@$(BIN)/python -m compileall -q extractor
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile -m "not long"

test-long: .venv/tools  ## run what `make test` leaves out: servers and batches that are killed, many at once, long searches
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile -m long

check: .venv/tools  ## format, lint, types, import law and tests: what CI runs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(MAKE) test

bench: .venv/tools  ## measure how fast reports are read, how that grows with their size, how fast files are opened and the command starts, how many need the model, and the service
	@$(BIN)/python -m benchmarks.bench
	@$(BIN)/python -m benchmarks.bench_growth
	@$(BIN)/python -m benchmarks.bench_openers
	@$(BIN)/python -m benchmarks.need
	@$(BIN)/python -m benchmarks.bench_service
	@$(BIN)/python -m benchmarks.bench_batch --files 200

growth: .venv/tools  ## measure what a batch, a panel and a page take as reports grow in number
	@$(BIN)/python -m benchmarks.bench_growth_of_runs --files 1000 3000 10000
	@$(BIN)/python -m benchmarks.bench_exports --reports 1000 10000

estimates: .venv/tools  ## measure what a panel of made-up bodies over five years says against the truth: docs/panel.md
	$(BIN)/python -m benchmarks.body_years --bodies 60 --write docs/panel.md

# Confidence is measured on other reports than accuracy.
benchmark: REPORTS_SEED = 7
calibrate: REPORTS_SEED = 8
calibrate: N = 40
calibrate: SCANS = 4
calibrate: SPOILED = 24
calibrate: BLANK = 40

benchmark: .venv/tools  ## measure how much of N made-up reports is read right, by converter and kind of mess: docs/accuracy.md
	$(CORPUS)
	$(BIN)/python -m benchmarks.accuracy build/corpus --processes 2 --commit $$(git rev-parse HEAD) --write docs/accuracy.md

order: .venv/tools  ## measure in which order converters of PDF write the figures of made-up tables, and what is accepted of them: docs/reading-order.md
	$(BIN)/python -m benchmarks.reading_order --write docs/reading-order.md
	$(BIN)/python -m benchmarks.order_sums --tables 20 --write docs/reading-order-sums.md

mutants: .venv/tools  ## damage what reads and judges, one slip at a time, N of them drawn by SEED: which does nothing notice?
	@$(BIN)/python -m benchmarks.mutants --sample $(N) --seed $(SEED)

laws: .venv/tools  ## try the laws of tests/properties on new examples for MINUTES; what fails is printed as a case file
	@$(BIN)/python -m benchmarks.laws --minutes $(MINUTES)

calibrate: .venv/tools  ## measure anew how often each kind of evidence is right on N made-up reports (24 and more): confidence.toml and docs/confidence.md
	$(CORPUS)
	$(BIN)/python -m benchmarks.calibrate build/corpus --report docs/confidence.md

players: .venv/tools  ## ask made-up models about DOCUMENTS damaged texts: what right answers settle, why the rest stays in review, what could be proved at all
	@$(BIN)/python -m benchmarks.players --documents $(DOCUMENTS)

cassettes: .venv/tools  ## record anew what a real model answers: see cassettes/README.md
	EXTRACTOR_RECORDED_AGAINST="$(AGAINST)" $(BIN)/python -m pytest tests/llm/test_recorded.py --record-mode=rewrite -k real_model

llm-live: .venv/tools  ## run the recorded tests against the model itself
	$(BIN)/python -m pytest tests/llm/test_recorded.py --disable-recording -k real_model

docs: .venv/tools  ## write the generated pages: docs/schema.json, docs/cli.md and docs/openapi.json
	$(BIN)/python -m extractor.cli.reference docs

client: build/client/bin/openapi-python-client  ## generate a Python client from docs/openapi.json into build/extractor_client
	PATH=$(CURDIR)/build/client/bin:$$PATH openapi-python-client generate --path docs/openapi.json --config docs/client.yaml \
	  --meta none --output-path build/extractor_client --overwrite

build/client/bin/openapi-python-client:
	$(PYTHON) -m venv build/client
	build/client/bin/pip install --quiet openapi-python-client==0.29.1

examples: .venv/tools  ## record anew what the API is sent and answers, for its description
	PYTHONPATH=$(CURDIR):$(CURDIR)/tests $(BIN)/python tests/record_examples.py extractor/service/examples.json
	$(BIN)/python -m extractor.cli.reference docs

tour: .venv/tools  ## take the pictures of docs/review.md anew, of the running pages
	PYTHONPATH=$(CURDIR):$(CURDIR)/tests $(BIN)/python tests/tour.py docs/pictures

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
	PIP_CONSTRAINT=constraints.txt $(PIP) install --editable '.[dev,benchmark,check,llm,ocr,panel,ray,service]'
	@touch $@ .venv/core
