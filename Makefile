# `make setup` once, then `make run`. Everything happens inside .venv; nothing else is touched.

PYTHON ?= python3
PORT ?= 8765
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command 'make lock'

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test check tune train evaluate figures bench openapi languages bundle lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/run.stamp ## install into .venv what Middle Ground needs to run
	@echo "Ready: 'make run' opens the page, '$(BIN)/middleground --help' lists the commands."

setup-dev: .venv/dev.stamp ## the same, and what tests, checks and training need

run: .venv/run.stamp ## show Middle Ground in the browser, on this machine only
	$(BIN)/middleground serve --port $(PORT) --open

test: .venv/dev.stamp ## run every test; the slow ones take minutes
	@command -v chromium >/dev/null || { \
		echo "The tests of the page drive Chromium, which is missing here." \
		     "On Debian or Ubuntu: sudo apt-get install chromium"; exit 1; }
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || \
		echo "Tests of records with PostgreSQL are skipped, as it is missing here." \
		     "On Debian or Ubuntu: sudo apt-get install postgresql"
	$(BIN)/python -m pytest

check: .venv/dev.stamp ## lint, formatting and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# glibc gives large blocks back to the system after every step; to keep them takes a third off.
tune: .venv/tune.stamp ## teach the sentence encoder again (eight passes of an hour or more); then make train
	MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=8589934592 $(BIN)/python -m models.tune

train: .venv/dev.stamp ## make the artefacts again from training_data
	$(BIN)/middleground train

evaluate: .venv/dev.stamp ## measure the artefacts and write their card and the figures in README.md
	$(BIN)/middleground evaluate

figures: .venv/dev.stamp ## make again what the notebooks draw from (some minutes)
	$(BIN)/python -m models.held_out
	$(BIN)/python -m models.learning_curve

bench: .venv/dev.stamp ## measure speed, start-up time and memory
	$(BIN)/python benchmarks/speed.py

openapi: .venv/run.stamp ## write docs/openapi.json anew from the code of the API
	$(BIN)/python -c 'import json; from webapp.api.openapi import description; \
		print(json.dumps(description(), indent=2))' > docs/openapi.json

languages: .venv/run.stamp ## gather the sentences of the pages into their catalogues and compile these
	mkdir -p build
	$(BIN)/pybabel --quiet extract --mapping babel.cfg --no-location --output-file build/messages.pot .
	$(BIN)/pybabel --quiet update --input-file build/messages.pot --output-dir webapp/translations \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 100
	$(BIN)/pybabel --quiet compile --directory webapp/translations

bundle: .venv/run.stamp ## make one archive in dist/ that installs without a network
	$(BIN)/python deploy/bundle.py

lock: .venv/dev.stamp ## pin again, with hashes, what setup.cfg and requirements/*.in ask for
	$(COMPILE) --upgrade setup.cfg requirements/run.in -o requirements/run.lock
	$(COMPILE) --upgrade requirements/dev.in -o requirements/dev.lock
	$(COMPILE) --upgrade requirements/tune.in -o requirements/tune.lock

clean: ## remove .venv and all that tools have left behind
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
		echo "Middle Ground needs Python 3.11, 3.12 or 3.13, and $(PYTHON) is another." \
		     "Name one: make setup PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv

# The project itself goes in without build isolation: what builds it is in run.lock, with its hash.
.venv/run.stamp: requirements/run.lock setup.cfg pyproject.toml | .venv/bin/python
	$(PIP) -r requirements/run.lock
	$(BIN)/python -m pip --disable-pip-version-check install --quiet \
		--no-deps --no-build-isolation --no-index --editable .
	touch $@

.venv/dev.stamp: requirements/dev.lock .venv/run.stamp
	$(PIP) -r requirements/dev.lock
	touch $@

.venv/tune.stamp: requirements/tune.lock .venv/dev.stamp
	$(PIP) -r requirements/tune.lock
	touch $@
