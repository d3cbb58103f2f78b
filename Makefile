.DEFAULT_GOAL := help
.PHONY: help demo test check format lint types contracts bench bench-year bench-groups bench-import bench-digest pictures lock clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PORT ?= 8787

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --config-settings editable_mode=compat -e .
	$(BIN)/python -m compileall -q bot handlers office tickets storage templates sandbox
	@touch $@

demo: $(READY) ## play every part yourself: sandbox + bot + a seeded city, one URL
	$(BIN)/buqiuren demo --port $(PORT)

# Not the files of many tests first: the longest tests stand in files of few, and would be left for one process at the end.
test: $(READY) ## run every test
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

format: $(READY) ## rewrite the code in the house's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(READY) ## format and lint, changing nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(READY) ## mypy, strict
	$(BIN)/mypy

contracts: $(READY) ## the import contracts of the house
	$(BIN)/lint-imports

check: lint types contracts test ## exactly what CI runs

bench: $(READY) ## measure beside a bare echo bot, in one run
	$(BIN)/python -m benchmarks

bench-year: $(READY) ## simulate a year of 3,000 tickets and time the clock
	$(BIN)/python -m benchmarks.year

bench-import: $(READY) ## bring in ledgers of 10,000 lines
	$(BIN)/python -m benchmarks.imports

bench-groups: $(READY) ## what a message in a group costs with 2,096 groups, against one
	$(BIN)/python -m benchmarks.groups

bench-digest: $(READY) ## a week's digest, the board and the lists among a million tickets (TICKETS=, ENGINE=, KEEP=)
	$(BIN)/python -m benchmarks.digest

pictures: $(READY) ## take the docs' pictures of digest and board anew
	$(BIN)/python -m tests.pictures

lock: ## pin all requirements anew, with hashes and without addresses
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install --quiet pip-tools
	$(VENV)-lock/bin/pip-compile --quiet --extra dev --generate-hashes --allow-unsafe --strip-extras \
		--no-emit-index-url --no-emit-trusted-host --no-header --no-annotate --no-emit-find-links -o requirements.lock pyproject.toml requirements-build.in
	rm -rf $(VENV)-lock

clean: ## remove what was built
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
