# kanben: `make help` lists what can be done. Everything a target needs is installed first, once.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PUBLISH := .tools/.publish
VALIDATORS := .tools/.validators
PYTEST_JOBS ?= 2

.DEFAULT_GOAL := help
.PHONY: help setup demo test conformance lint pictures benchmarks lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

setup: $(READY) ## install everything that building and testing need

demo: $(READY) ## publish the example articles into out/
	$(BIN)/kanben build examples -o out
	@ls -1 out/*.pdf out/*.epub out/*.docx

test: lint ## run all checks and tests but those of the outside validators
	$(BIN)/pytest -q -n $(PYTEST_JOBS) -m "not conformance"

lint: $(READY) ## check style, types and the order of the rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

conformance: $(READY) $(VALIDATORS) ## let veraPDF, EPUBCheck, Ace and LibreOffice judge the editions
	$(BIN)/pytest -q -n $(PYTEST_JOBS) -m conformance

pictures: $(READY) ## make the pictures of docs/pictures again
	$(BIN)/python docs/make_pictures.py

benchmarks: $(READY) ## measure structure, scripts, composition, editions, one article, a batch and a cluster
	@for script in $(filter-out benchmarks/train_structure.py,$(wildcard benchmarks/*.py)); do echo "== $$script"; env -u PYTHONDONTWRITEBYTECODE $(BIN)/python $$script || exit 1; done

lock: $(READY) ## pin every Python package again, with hashes, into requirements-dev.lock
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --extra dev --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" pyproject.toml -o requirements-dev.lock

clean: ## remove what was made and installed here
	rm -rf $(VENV) .tools out build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(PUBLISH): .ci/install-system
	.ci/install-system publish
	@mkdir -p $(@D) && touch $@

$(READY): $(PUBLISH) requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "kanben needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 1; }
	test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VALIDATORS): .ci/install-system .ci/install-validators $(READY)
	.ci/install-system conformance
	PYTHON=$(BIN)/python .ci/install-validators
	@touch $@
