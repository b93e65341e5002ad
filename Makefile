# One command each; everything happens in .venv, which the first of them makes.
# Another Python: `make test PYTHON=python3.13`. More arguments: `make run ARGS="lead list"`.

PYTHON ?= python3
ARGS ?=
TEXTS ?=
RIGHTLY ?=

VENV := .venv
PY := $(VENV)/bin/python
RUNTIME := $(VENV)/.runtime
DEVELOPMENT := $(VENV)/.development
SOURCES := sms_tui screens data

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo run test check format-check lint types arrows tests test-long bench replies \
	format 	compiled compiled-development requirements

help:
	@echo "make demo       the app on a throw-away database, with phones that answer"
	@echo "make run        the app; ARGS=... hands it arguments"
	@echo "make test       format, lint, types, import arrows and tests: what CI runs first"
	@echo "make test-long  the tests that take minutes"
	@echo "make bench      the budgets, measured side by side"
	@echo "make replies    how replies of real people are read; TEXTS=FOLDER holds them"
	@echo "make format     write the code as ruff formats it"

demo: compiled
	@$(VENV)/bin/sms-tui --demo $(ARGS)

run: compiled
	@$(VENV)/bin/sms-tui $(ARGS)

# Two at a time: checking the types, the longest, goes on beside the tests, which wait for much.
test:
	@$(MAKE) --no-print-directory -j2 check tests

check: format-check lint types arrows

format-check: $(DEVELOPMENT)
	$(PY) -m ruff format --check .

lint: $(DEVELOPMENT)
	$(PY) -m ruff check .

types: $(DEVELOPMENT)
	$(PY) -m mypy

arrows: $(DEVELOPMENT)
	$(VENV)/bin/lint-imports

tests: compiled-development
	$(PY) -m pytest $(ARGS)

# pytest leaves with 5 when it finds no test; that there is no long one is no failure.
test-long: compiled-development
	$(PY) -m pytest -m long --timeout 1500 $(ARGS) || [ $$? -eq 5 ]

bench: compiled-development
	$(PY) -m bench $(ARGS)

# The opt-outs heard and the ordinary texts mistaken among texts of real people.
# TEXTS=FOLDER has optout-phrasings.tsv and everyday-texts.txt; RIGHTLY=37,131 names lines of the
# latter that are opt-outs all the same.
replies: compiled-development
	@test -n "$(TEXTS)" || { echo "error: name the folder: make replies TEXTS=FOLDER" >&2; exit 2; }
	@$(PY) -m bench.replies "$(TEXTS)" --rightly "$(RIGHTLY)"

format: $(DEVELOPMENT)
	$(PY) -m ruff check --select I --fix .
	$(PY) -m ruff format .

# Without .pyc files a start takes four times as long, and PYTHONDONTWRITEBYTECODE, which some
# machines set, keeps Python from writing them. `compileall` does so all the same.
compiled: $(RUNTIME)
	@$(PY) -m compileall -q $(SOURCES)

compiled-development: $(DEVELOPMENT)
	@$(PY) -m compileall -q $(SOURCES)

# The program without the tools of its developers, as `make demo` needs it.
$(RUNTIME): requirements.txt pyproject.toml | $(PY)
	$(PY) -m pip install --quiet --require-hashes -r requirements.txt
	$(PY) -m pip install --quiet --no-deps --no-build-isolation -e .
	@$(PY) -m compileall -q $(VENV)/lib
	@touch $@

$(DEVELOPMENT): requirements-dev.txt pyproject.toml | $(PY)
	$(PY) -m pip install --quiet --require-hashes -r requirements-dev.txt
	$(PY) -m pip install --quiet --no-deps --no-build-isolation -e .
	@$(PY) -m compileall -q $(VENV)/lib
	@touch $(RUNTIME) $@

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "error: $(PYTHON) is not Python 3.11 or newer. Name one: make PYTHON=python3.13" >&2; \
		exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "error: $(PYTHON) cannot make a virtual environment." \
			"On Debian: apt-get install python3-venv" >&2; \
		exit 1; }
	$(PYTHON) -m venv $(VENV)

# From the public index alone, however pip is configured here: hashes of all files, no addresses.
# Pins anew, keeping what is pinned; `make requirements ARGS=--upgrade` takes what is newest.
requirements:
	$(PYTHON) -m venv build/pins
	build/pins/bin/pip install --quiet pip-tools
	for extra in "" dev; do \
		env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL -u PIP_INDEX_URL PIP_CONFIG_FILE=/dev/null \
			CUSTOM_COMPILE_COMMAND="make requirements" build/pins/bin/pip-compile --quiet \
			--generate-hashes --strip-extras --allow-unsafe --build-deps-for editable \
			--no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
			$${extra:+--extra $$extra} -o requirements$${extra:+-$$extra}.txt $(ARGS) pyproject.toml \
		|| exit 1; \
	done
