# The project's commands. Each makes the environment it needs below .venv/, so a fresh machine
# needs only Python 3.11 or later (with its venv module) and make.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# The first Python that runs: a name on the PATH may be a shim that only prints an error.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys, tomllib' 2>/dev/null && { echo "$$python"; break; }; done)
ifeq ($(strip $(PYTHON)),)
$(error No Python 3.11 or later was found. Install one, with its venv module)
endif

HOST ?= 127.0.0.1
PORT ?= 8000

.PHONY: help
help: ## Say what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-11s %s\n", $$1, $$2}'

.PHONY: demo
demo: ## Set up the example site with its sample content and serve it [PORT=8000 HOST=127.0.0.1]
	@python=$$($(PYTHON) tests/environments.py demo); \
	cd example_site; export PYTHONUNBUFFERED=1; \
	"$$python" manage.py migrate --verbosity 0; \
	"$$python" manage.py load_sample; \
	exec "$$python" manage.py serve_demo "$(HOST):$(PORT)"

.PHONY: test
test: ## Run the whole suite in every supported setting [ARGS="--only newest -- -k years"]
	@$(PYTHON) tests/matrix.py $(ARGS)

.PHONY: check
check: ## Check format, lint, types, imports, migrations, translations, package [ARGS="--only lint"]
	@$(PYTHON) tests/check.py $(ARGS)

.PHONY: bench
bench: ## Print the figures of the budgets
	@python=$$($(PYTHON) tests/environments.py newest); \
	PYTHONPATH=src "$$python" -m tests.bench $(ARGS)

.PHONY: load
load: ## Let many use the demo at once, on PostgreSQL, and print what they met [ARGS="--minutes 5"]
	@python=$$($(PYTHON) tests/environments.py newest); \
	PYTHONPATH=src "$$python" -m tests.load $(ARGS)

.PHONY: screenshots
screenshots: ## Take the pictures of README and docs from the demo [ARGS="board dark"]
	@python=$$($(PYTHON) tests/environments.py newest); \
	PYTHONPATH=src "$$python" -m tests.screenshots $(ARGS)

.PHONY: docs
docs: ## Build the site of the documentation in build/docs
	@python=$$($(PYTHON) tests/environments.py docs); \
	NO_MKDOCS_2_WARNING=1 "$$python" -m mkdocs build --strict $(ARGS); \
	echo "Open build/docs/index.html, or serve the folder."

.PHONY: reference
reference: ## Write the parts of docs/reference that are made from the code
	@python=$$($(PYTHON) tests/environments.py newest); \
	PYTHONPATH=src "$$python" -m tests.reference

.PHONY: audit
audit: ## Ask a service whether what we need has known weaknesses [ARGS="--service osv"]
	@$(PYTHON) tests/audit.py $(ARGS)

.PHONY: fuzz
fuzz: ## Fuzz what reads files, texts and addresses, a minute each [ARGS="--seconds 600 dates json"]
	@python=$$($(PYTHON) tests/environments.py fuzz); \
	PYTHONPATH=src "$$python" -m tests.fuzz $(ARGS)

.PHONY: mutation
mutation: ## Change the code to see whether a test notices, for hours [ARGS="domain.dates --sample 300"]
	@python=$$($(PYTHON) tests/environments.py mutation); \
	PYTHONPATH=src "$$python" -m tests.mutation $(or $(ARGS),domain transfer)

.PHONY: format
format: ## Put the code into its format and mend what the linter can mend
	@python=$$($(PYTHON) tests/environments.py newest); \
	"$$python" -m ruff check --fix --quiet . || true; \
	"$$python" -m ruff format .

.PHONY: messages
# -P, because our selectors.py must not be taken for the standard library's.
messages: ## Collect the translatable strings and compile the catalogues
	@python=$$($(PYTHON) tests/environments.py newest); \
	cd src/wagtail_ita; mkdir -p locale; \
	"$$python" -P -m django makemessages --locale=th --locale=en --add-location=file --no-wrap --no-obsolete; \
	"$$python" -P -m django compilemessages

.PHONY: coverage
coverage: ## Run the cells that differ in what they reach, and print what none of them does
	@python=$$($(PYTHON) tests/environments.py newest); \
	"$$python" -m coverage erase; failed=0; \
	$(PYTHON) tests/matrix.py --coverage --only newest postgres unlocalized basepage -- $(ARGS) || failed=1; \
	"$$python" -m coverage combine --quiet; \
	"$$python" -m coverage report; \
	exit $$failed

.PHONY: clean
clean: ## Remove the environments, the caches and what was built
	rm -rf .venv build dist htmlcov .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
