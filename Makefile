# Benang's commands; docs/reference/commands.md says what each is for.
# Stamps remember what is done, so that a target that is up to date does nothing.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

BIN := .venv/bin
PYTHON := $(BIN)/python
MANAGE := $(PYTHON) manage.py
PIP := $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes
NODE := tools/with-node
NPM_CI := $(NODE) npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
STAMPS := .venv/stamps
HOME_DIR := $(or $(BENANG_HOME),var)
CATALOGUES := $(wildcard locale/*/LC_MESSAGES/*.po)
MIGRATIONS := $(wildcard apps/*/migrations/*.py)
PYTEST := $(PYTHON) -m pytest
PYTEST_ARGS ?= -n 2 --dist loadfile

CHECKS := check-format check-lint check-imports check-types check-templates check-scripts check-django check-translations
.PHONY: help setup setup-dev run test check format bench lock $(CHECKS)

help: ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 13

# --- set-up -----------------------------------------------------------------------------------------------
setup: $(STAMPS)/python node_modules/.base $(CATALOGUES:.po=.mo) $(HOME_DIR)/.migrated ## what the other targets need

setup-dev: setup $(STAMPS)/python-dev node_modules/.dev ## what test, check and bench need on top

$(STAMPS)/venv:
	python=$$(tools/find-python) && { test -x $(PYTHON) || $$python -m venv .venv; }
	mkdir -p $(STAMPS)
	touch $@

$(STAMPS)/python: requirements/base.txt | $(STAMPS)/venv
	$(PIP) --requirement requirements/base.txt
	touch $@

$(STAMPS)/python-dev: requirements/dev.txt $(STAMPS)/python
	$(PIP) --requirement requirements/dev.txt
	touch $@

# npm ci begins with an empty node_modules, so its stamps live there and go with it.
node_modules/.base: package-lock.json | $(STAMPS)/python
	$(NPM_CI) --omit=dev
	touch $@

node_modules/.dev: node_modules/.base
	$(NPM_CI)
	touch node_modules/.base $@

%.mo: %.po | $(STAMPS)/python
	$(MANAGE) translations --compile

$(HOME_DIR)/.migrated: $(MIGRATIONS) | $(STAMPS)/python node_modules/.base
	$(MANAGE) migrate --verbosity 0
	touch $@

# --- use --------------------------------------------------------------------------------------------------
run: setup ## serve Benang on http://127.0.0.1:8000 (PORT= to change), with the sample study when it is empty
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_sample --if-empty
	@exec $(MANAGE) serve

# --- tests ------------------------------------------------------------------------------------------------
# What asks no database is not asked twice.
WITHOUT_DATABASE := --ignore=tests/core --ignore=tests/architecture

test: setup-dev ## all tests on SQLite; again on PostgreSQL when TEST_DATABASE_URL (and TEST_REDIS_URL) are set
	$(NODE) node --test $$(find tests/js -name '*.test.js')
	export BENANG_BROWSER=$$($(PYTHON) -m tests.browser.chromium) && \
	env -u TEST_DATABASE_URL -u TEST_REDIS_URL $(PYTEST) $(PYTEST_ARGS) && \
	{ test -z "$$TEST_DATABASE_URL" || $(PYTEST) $(PYTEST_ARGS) $(WITHOUT_DATABASE); }
	@$(PYTHON) -m tests.browser.chromium >/dev/null

bench: setup-dev ## the benchmarks, results to var/bench
	$(PYTHON) -m tests.bench

# --- checks -----------------------------------------------------------------------------------------------
# Settings of a server, invented: `check --deploy` must find nothing to say about them.
AS_SERVER := HTTPS=on DEBUG=off ALLOWED_HOSTS=benang.example DATABASE_URL=postgres://benang@db/benang \
	REDIS_URL=redis://redis:6379/0 EMAIL_URL=smtp+tls://benang:password@mail:587 \
	SECRET_KEY=checks-only-kN3vQ8zR1xW6tY4uJ9pL2sD7fG5hB0mC-aEqTgMnS

check: setup-dev ## format, lint, imports, types, templates, scripts, migrations, translations, deployment
	@$(MAKE) --no-print-directory --keep-going $(CHECKS)

check-format:
	$(BIN)/ruff format --check --output-format concise

check-lint:
	$(BIN)/ruff check --output-format concise

check-imports:
	$(BIN)/lint-imports --no-logo

check-types:
	$(BIN)/mypy

check-templates:
	$(BIN)/djlint --lint --quiet templates

check-scripts:
	$(NODE) node_modules/.bin/biome ci --colors=off --error-on-warnings
	$(NODE) node_modules/.bin/tsc --noEmit

check-django:
	$(MANAGE) makemigrations --check --dry-run
	$(AS_SERVER) $(MANAGE) check --deploy --fail-level WARNING

check-translations:
	$(MANAGE) translations --check

format: setup-dev ## rewrite Python, JavaScript and style sheets in the common format
	$(BIN)/ruff format --quiet
	$(BIN)/ruff check --fix --quiet
	$(NODE) node_modules/.bin/biome check --write

# --- locks ------------------------------------------------------------------------------------------------
COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(PYTHON) -m piptools compile --quiet --generate-hashes --strip-extras \
	--allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links

lock: setup-dev ## compile requirements/*.in and package.json into the locks
	$(COMPILE) --output-file requirements/base.txt requirements/base.in
	$(COMPILE) --output-file requirements/dev.txt requirements/dev.in
	$(COMPILE) --output-file requirements/node.txt requirements/node.in
	$(NODE) npm install --package-lock-only --ignore-scripts --no-audit --no-fund --omit-lockfile-registry-resolved
