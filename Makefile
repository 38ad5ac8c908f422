# The commands of the book. They need make and Python 3.11 or newer; everything else is installed into .venv.

# Which Python the environment is made with: python3.11 where there is one, as the outputs were made with it.
PYTHON := $(shell for python in python3.11 python3; do \
	"$$python" -E -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo "$$python" && break; done)
JOBS ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)

ENV := .venv
RUN := $(ENV)/bin/python
BARE := cd ./chapters && "$(PYTHON)"
CHAPTER := cd ./chapters && ../$(RUN)
READERS_CHAPTERS := _build/with/chapters
READERS_RUN := cd ./$(READERS_CHAPTERS) && ../../../$(RUN)
COMMANDS := ledgerbook.commands

# The environment variables of the tools that run here stay out, but for those by which they reach a package index.
unexport $(if $(PYTHON),$(shell $(BARE) -E -m $(COMMANDS).surroundings))
# Text is UTF-8 everywhere, whatever the language of the machine.
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help book prose live serve lab links test quick publish-record difference release schema metadata fonts lint check \
	notebooks moved verify unpinned format lock pdf epub print-fonts clean distclean python book-env test-env runtime whole-book

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(lastword $(MAKEFILE_LIST))

book: runtime ## build the site into _build/html (under other assumptions: make book WITH="convention=STRICT")
ifdef WITH
	@echo "[1/3] chapters: executing those of _build/with that are not current"
	@$(CHAPTER) -m ledgerbook.notebooks.readers "$(WITH)" --jobs $(JOBS)
	@echo "[2/3] sentences: writing what the numbers are now"
	@$(READERS_RUN) -m ledgerbook.prose.check --write | tail -n 2
	@echo "[3/3] site: building"
	@$(READERS_RUN) -m $(COMMANDS).build
else
	@($(CHAPTER) -m $(COMMANDS).unchanged begin) || $(MAKE) --no-print-directory whole-book JOBS=$(JOBS)
endif

whole-book:
	@echo "[1/4] environment: .venv is current"
	@echo "[2/4] data: checking the record"
	@$(CHAPTER) -m ledgerbook.record.check
	@echo "[3/4] notebooks: executing those whose inputs changed"
	@$(CHAPTER) -m ledgerbook.notebooks.execute --jobs $(JOBS)
	@echo "[4/4] site: building"
	@$(CHAPTER) -m $(COMMANDS).build
	@$(CHAPTER) -m $(COMMANDS).unchanged end

pdf: book test-env ## print the whole book, into _build/pdf (needs Chromium or Chrome; takes minutes)
	@$(CHAPTER) -m $(COMMANDS).browser
	@$(CHAPTER) -m ledgerbook.offline.pdf

epub: book test-env ## pack the whole book for e-readers, into _build/epub
	@$(CHAPTER) -m ledgerbook.offline.epub

prose: book-env ## check numbers and links of all chapters in seconds (make prose WRITE=1 mends them)
	@$(CHAPTER) -m ledgerbook.prose.check $(if $(WRITE),--write)

live: test-env runtime ## show the book while it is written: a saved change appears in the open browser
	@$(CHAPTER) -m ledgerbook.live --port $(or $(PORT),8000)

serve: python ## show the built site on http://localhost:8000 (on another port: make serve PORT=8001)
	@cd ./$(if $(READERS),$(READERS_CHAPTERS),chapters) && "$(PYTHON)" -m $(COMMANDS).serve "$(or $(PORT),8000)"

lab: book-env ## open the chapters in JupyterLab; says the address (on another port than 8888: make lab PORT=8889)
	@$(BARE) -m $(COMMANDS).lab "$(or $(PORT),8888)"

links: python ## ask for every address outside the book that its pages link to
	@$(BARE) -m $(COMMANDS).links

test: lint check runtime ## check everything: code, data, notebooks, site, browser
	@$(CHAPTER) -m $(COMMANDS).browser
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

difference: book-env ## print what this version changed: make difference SINCE=v1.0.0
	@$(CHAPTER) -m ledgerbook.release.difference $(SINCE)

release: test-env ## make the archive of this version, with the site, the data, the source and checksums
	@$(CHAPTER) -m ledgerbook.release

schema: book-env ## write data/README.md and the rows' classes from the schema
	@$(CHAPTER) -m ledgerbook.record.generated ../data

metadata: book-env ## write .zenodo.json and codemeta.json from CITATION.cff
	@$(CHAPTER) -m ledgerbook.citing.deposits ..

fonts: test-env ## make the fonts that drawings are measured with, FROM=a folder of Liberation Sans
	@$(RUN) tests/support/make_fonts.py "$(FROM)"

print-fonts: test-env ## make the fonts of PDF and EPUB, FROM=a folder of their sources
	@$(RUN) tests/support/make_print_fonts.py "$(FROM)"

notebooks: book-env ## execute the notebooks whose inputs changed (all: make notebooks ALL=1; of one: make notebooks ONLY=reading)
	@$(CHAPTER) -m ledgerbook.notebooks.execute --jobs $(JOBS) $(if $(ALL),--all) $(ONLY)

moved: book-env ## list what moved in the outputs (make moved SINCE=v1.0.0, or make moved WITH="convention=STRICT")
	@$(CHAPTER) -m $(if $(WITH),ledgerbook.notebooks.readers "$(WITH)" --moved --jobs $(JOBS),ledgerbook.notebooks.moved $(SINCE))
	@$(if $(WITH),,$(CHAPTER) -m ledgerbook.notebooks.expected)

verify: book-env ## execute every chapter anew and compare its results with what is stored, to the digit
	@$(CHAPTER) -m ledgerbook.notebooks.verify

unpinned: python ## try the book with the newest packages, in an environment of its own; says what breaks
	@$(BARE) -m $(COMMANDS).unpinned

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

runtime: book-env ## fetch the Python that runs in pages, once
	@$(CHAPTER) -m ledgerbook.tryout.runtime

test-env: python
	@$(BARE) -m $(COMMANDS).environment test
