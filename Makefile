# The commands of the book. They need make and Python 3.11 or newer; everything else is installed into .venv.

# Which Python the environment is made with: python3.11 where there is one, as the outputs were made with it.
PYTHON := $(shell for python in python3.11 python3; do \
	"$$python" -E -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo "$$python" && break; done)
PORT ?= 8000
JOBS ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)

ENV := .venv
RUN := $(ENV)/bin/python
BARE := cd ./chapters && "$(PYTHON)"
CHAPTER := cd ./chapters && ../$(RUN)
COMMANDS := ledgerbook.commands

# The environment variables of the tools that run here stay out, but for those by which they reach a package index.
unexport $(if $(PYTHON),$(shell $(BARE) -E -m $(COMMANDS).surroundings))
# Text is UTF-8 everywhere, whatever the language of the machine.
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help book prose live serve links test quick publish-record schema fonts lint check notebooks moved format lock clean \
	distclean python book-env test-env

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(lastword $(MAKEFILE_LIST))

book: book-env ## build the site into _build/html
	@echo "[1/4] environment: .venv is current"
	@echo "[2/4] data: checking the record"
	@$(CHAPTER) -m ledgerbook.record.check
	@echo "[3/4] notebooks: executing those whose inputs changed"
	@$(CHAPTER) -m ledgerbook.notebooks.execute --jobs $(JOBS)
	@echo "[4/4] site: building"
	@$(CHAPTER) -m $(COMMANDS).build

prose: book-env ## check numbers and links of all chapters in seconds (make prose WRITE=1 mends them)
	@$(CHAPTER) -m ledgerbook.prose.check $(if $(WRITE),--write)

live: test-env ## show the book while it is written: a saved change appears in the open browser
	@$(CHAPTER) -m ledgerbook.live --port $(PORT)

serve: python ## show the built site on http://localhost:8000 (on another port: make serve PORT=8001)
	@$(BARE) -m $(COMMANDS).serve "$(PORT)"

links: python ## ask for every address outside the book that its pages link to
	@$(BARE) -m $(COMMANDS).links

test: lint check ## check everything: code, data, notebooks, site, browser
	@$(RUN) tests/support/browser.py ensure
	@$(RUN) -m pytest -n $(JOBS)

quick: lint check ## check in two minutes what most edits break: code, data, numbers, prose
	@$(CHAPTER) -m ledgerbook.prose.check
	@$(RUN) -m pytest -q -n $(JOBS) tests/numbers tests/record/test_record.py tests/test_generic.py tests/test_house.py

lint: test-env ## check style, format and types
	@$(RUN) -m ruff check --quiet
	@$(RUN) -m ruff format --check --quiet || { echo "Some files are not formatted. Remedy: make format"; exit 1; }
	@$(RUN) -m mypy

check: book-env ## check the record in data/
	@$(CHAPTER) -m ledgerbook.record.check

publish-record: book-env ## note the rows of the record that this version publishes
	@$(CHAPTER) -m ledgerbook.record.publish

schema: book-env ## write data/README.md and the rows' classes from the schema
	@$(CHAPTER) -m ledgerbook.record.generated ../data

fonts: test-env ## make the fonts that drawings are measured with, FROM=a folder of Liberation Sans
	@$(RUN) tests/support/make_fonts.py "$(FROM)"

notebooks: book-env ## execute the notebooks whose inputs changed (all of them: make notebooks ALL=1)
	@$(CHAPTER) -m ledgerbook.notebooks.execute --jobs $(JOBS) $(if $(ALL),--all)

moved: book-env ## list what moved in the stored outputs (against another revision: make moved SINCE=v1.0.0)
	@$(CHAPTER) -m ledgerbook.notebooks.moved $(SINCE)

format: test-env ## format the code and mend what can be mended
	@$(RUN) -m ruff check --quiet --fix-only
	@$(RUN) -m ruff format --quiet

lock: test-env ## pin requirements*.in anew, in requirements*.txt
	@$(BARE) -m $(COMMANDS).environment lock

clean: python ## remove what was built; keeps .venv
	@$(BARE) -m $(COMMANDS).lock "make clean" rm -rf _build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find chapters tests -name __pycache__ -prune -exec rm -rf {} +

distclean: clean ## remove what was built, and .venv
	@$(BARE) -m $(COMMANDS).lock "make distclean" rm -rf $(ENV)

python:
	@test -n "$(PYTHON)" || { \
		echo "Python 3.11 or newer is needed. Tried: python3.11 ($$(python3.11 --version 2>/dev/null || echo none))," \
			"python3 ($$(python3 --version 2>/dev/null || echo none))." >&2; exit 1; }

book-env: python
	@$(BARE) -m $(COMMANDS).environment book

test-env: python
	@$(BARE) -m $(COMMANDS).environment test
