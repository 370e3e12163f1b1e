# Each target does all its own set-up; the second time there is none left to do.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PEERS_STAMP := .bench-venv/.installed
PIP_INSTALL := $(BIN)/python -m pip install --quiet --constraint constraints.txt

.PHONY: grade test check bench

grade: $(STAMP)  ## grade the example class
	$(BIN)/grader grade examples/class --out marks

test: $(STAMP)  ## the tests, on all cores
	$(BIN)/pytest -n auto

check: $(STAMP)  ## style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMP) $(PEERS_STAMP)  ## figures beside other tools, into benchmarks/RESULTS.md; 25 minutes of two quiet cores
	$(BIN)/python benchmarks/bench.py $(BENCH)

$(PEERS_STAMP): pyproject.toml benchmarks/peers/environment.py $(STAMP)
	-$(BIN)/python benchmarks/peers/environment.py
	touch $(PEERS_STAMP)

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Python 3.11 or later is needed; name it with: make PYTHON=python3.11' >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP_INSTALL) --editable '.[dev]'
	touch $(STAMP)
