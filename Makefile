# `make` alone prints what can be made. A target that names a file in (brackets) is listed only where that file exists.
PYTHON ?= python3
ARGS ?=

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install -qq --disable-pip-version-check
ROOMS := $(wildcard bot dialogs engine actions tenant store manifest demo tools bench)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test lint docs package playground e2e bench fuzz soak clean

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { text = $$2; \
	  if (match(text, /^\([^)]*\) /)) { \
	    if ((getline line < substr(text, 2, RLENGTH - 3)) < 0) next; text = substr(text, RLENGTH + 1) } \
	  printf "  make %-12s %s\n", $$1, text }' $(firstword $(MAKEFILE_LIST))

run: $(VENV)/.ready ## (demo/__main__.py) Start the make-believe tenant, the bot, and a chat in this terminal
	@$(PY) -m demo $(ARGS)

test: $(VENV)/.ready-dev ## Run the tests (ARGS="tests/engine -x" to choose)
	@$(PY) -m pytest -q -n 2 $(ARGS)

lint: $(VENV)/.ready-dev ## Check style (ruff) and types (mypy --strict)
	@$(PY) -m ruff check --quiet --output-format concise .
	@$(PY) -m mypy --strict --no-error-summary $(ROOMS)

docs: $(VENV)/.ready-dev ## (tools/docs.py) Write again what is generated from the declarations
	@$(PY) -m tools.docs $(ARGS)

package: $(VENV)/.ready ## (bot/app/package.py) Build the Teams app package (ARGS="--url https://...")
	@$(PY) -m bot package $(ARGS)

playground: $(VENV)/.ready-dev ## (tools/playground/__main__.py) Start the demo with the Microsoft 365 Agents Playground
	@$(PY) -m tools.playground $(ARGS)

e2e: $(VENV)/.ready-dev ## (tools/playground/__main__.py) Drive the story through the Playground and a browser
	@$(PY) -m tools.playground --drive $(ARGS)

bench: $(VENV)/.ready-dev ## (bench/__main__.py) Measure against the demo tenant
	@$(PY) -m bench $(ARGS)

fuzz: $(VENV)/.ready-dev ## (tools/fuzz.py) Throw random conversations at the bot
	@$(PY) -m tools.fuzz $(ARGS)

soak: $(VENV)/.ready-dev ## (tools/soak.py) Play a campaign of 30,000 people through thirty days (ARGS="--people 3000")
	@$(PY) -m tools.soak $(ARGS)

clean: ## Remove the virtual environment and everything built
	@rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis

# A stamp is written only after a whole installation: a second run costs nothing, an interrupted one is mended.
# An environment whose interpreter has gone (an upgraded Python) loses its stamps here and is made anew.
$(if $(wildcard $(VENV)/.ready),$(shell $(PY) -c '' 2>/dev/null || rm -f $(VENV)/.ready $(VENV)/.ready-dev))

$(VENV)/.ready: requirements.txt
	@command -v $(PYTHON) >/dev/null || { echo "Muster needs Python 3.11 or newer: install python3 (for example: apt-get install python3 python3-venv)." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Muster needs Python 3.11 or newer, and $(PYTHON) is older: name a newer one, for example: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Install python3-venv, which brings Python's virtual environments, for example: apt-get install python3-venv" >&2; exit 1; }
	@$(PY) -m pip --version >/dev/null 2>&1 || { echo "Making $(VENV) (once; about a minute)"; $(PYTHON) -m venv --clear $(VENV); }
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.ready-dev: requirements-dev.txt $(VENV)/.ready
	@$(PIP) -r requirements-dev.txt
	@touch $@
