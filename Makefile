# One entrance for people, CI and the Dockerfile. Needs make, git and Python ≥ 3.11 with venv; the rest is pinned with hashes.
SHELL := /bin/sh
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The environment is ours alone: user site-packages and a PYTHONPATH must not lend it what the lock does not name.
SEUL := PYTHONNOUSERSITE=1 PYTHONPATH= PIP_USER=0
PY := $(SEUL) $(BIN)/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input
# A build backend fetched for one package (docopt, odfpy come as sources) would escape the hashes: it is in
# construction.lock, installed first and from wheels only, with the pip that does the rest.
PIP_LOCK := $(PIP) install --quiet --require-hashes --no-deps --no-build-isolation

# Stamps live in the environment: delete it and everything is made again. Each waits for the one before, so that
# `make -j` never runs two pips on one environment.
CREE := $(VENV)/.cree
CONSTRUCTION := $(VENV)/.construction
BASE := $(VENV)/.base
PROJET := $(VENV)/.projet
TEST := $(VENV)/.test
OUTILS := $(VENV)/.outils
AXE := tests/e2e/node_modules/.package-lock.json

SORTIE ?= demo
DESTINATION ?= dist/minutier

.PHONY: help install demo serve word test test-long lint golden bench lock paquets deploiement clean

help: ## print this list
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r cible aide; do printf '  make %-12s %s\n' "$$cible" "$$aide"; done

$(CREE): scripts/venv.sh
	@PYTHON='$(PYTHON)' sh scripts/venv.sh $(VENV)
	@touch $@

$(CONSTRUCTION): requirements/construction.lock $(CREE)
	$(PIP_LOCK) --only-binary :all: -r requirements/construction.lock
	@touch $@

$(BASE): requirements/base.lock $(CONSTRUCTION)
	$(PIP_LOCK) -r requirements/base.lock
	@touch $@

$(PROJET): pyproject.toml $(BASE)
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST): requirements/test.lock $(PROJET)
	$(PIP_LOCK) -r requirements/test.lock
	@touch $@

$(OUTILS): requirements/outils.lock $(TEST)
	$(PIP_LOCK) -r requirements/outils.lock
	@touch $@

# npm checks what it fetches against the lock, and runs no script of a package.
$(AXE): tests/e2e/package-lock.json | paquets
	npm ci --prefix tests/e2e --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

install: $(PROJET) ## create .venv and install Minutier in it, from the locks

demo: $(PROJET) ## draft the arrêté and the délibération of the examples to demo/, seal and verify the arrêté
	$(SEUL) $(BIN)/minutier demo --sortie $(SORTIE)

serve: $(PROJET) ## serve the API on loopback (settings: docs/reglages.md)
	$(SEUL) $(BIN)/minutier serve

word: $(PROJET) ## serve on https://localhost:8443, with a certificate of its own, to try the pane of Word
	$(SEUL) $(BIN)/python scripts/https_local.py

paquets: ## install the distribution packages of the tests, or say which are missing
	@sh scripts/paquets.sh test

lint: $(TEST) ## ruff, mypy --strict, import contracts
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(SEUL) $(BIN)/lint-imports

test: paquets lint $(TEST) $(AXE) ## lint, then every test but the long forms and those of a real vLLM
	$(PY) -m pytest -n 2 -m "not long and not vllm"

test-long: paquets lint $(TEST) $(AXE) ## lint, then every test but those of a real vLLM, hypothesis at length
	$(PY) -m pytest -n 2 -m "not vllm" --hypothesis-profile=long -o faulthandler_timeout=7200

golden: $(TEST) ## write the golden files again; read the diff before you commit it
	$(PY) -m pytest tests/golden --rewrite-golden

bench: $(TEST) ## measure against the peers; ends with one line of JSON
	@sh scripts/paquets.sh bench
	$(PY) -m benchmarks

# base and construction first: test.lock may not disagree with what is installed beside it.
lock: $(OUTILS) ## write the locks again (UPGRADE=--upgrade to move every pin)
	$(BIN)/uv pip compile $(UPGRADE) --quiet --universal --python-version 3.11 --generate-hashes \
	  --custom-compile-command "make lock" pyproject.toml -o requirements/base.lock
	$(BIN)/uv pip compile $(UPGRADE) --quiet --universal --python-version 3.11 --generate-hashes \
	  --custom-compile-command "make lock" -c requirements/base.lock requirements/construction.in -o requirements/construction.lock
	$(BIN)/uv pip compile $(UPGRADE) --quiet --universal --python-version 3.11 --generate-hashes \
	  --custom-compile-command "make lock" -c requirements/base.lock -c requirements/construction.lock \
	  --extra test pyproject.toml -o requirements/test.lock
	$(BIN)/uv pip compile $(UPGRADE) --quiet --universal --python-version 3.11 --generate-hashes \
	  --custom-compile-command "make lock" requirements/outils.in -o requirements/outils.lock

# What runs in production, without build or test tools: an environment of its own, at its final place, filled from wheels
# that were fetched by their hashes, or built from sources that were.
deploiement: $(PROJET) ## install the wheel alone in DESTINATION, from base.lock
	rm -rf dist/wheel
	$(PIP) wheel --quiet --require-hashes --no-deps --no-build-isolation --wheel-dir dist/wheel -r requirements/base.lock
	$(PIP) wheel --quiet --no-deps --no-build-isolation --wheel-dir dist/wheel .
	@PYTHON='$(PYTHON)' sh scripts/venv.sh $(DESTINATION) --without-pip
	$(PIP) --python $(DESTINATION)/bin/python install --quiet --no-deps --no-index --force-reinstall dist/wheel/*.whl

clean: ## remove what make made, the environment included
	rm -rf $(VENV) dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
