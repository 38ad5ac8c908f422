# The commands of the book. They need make and Python 3.11 or newer; everything else is installed into .venv.

# Which Python the environment is made with: python3.11 where there is one, as the outputs were made with it.
PYTHON := $(shell for python in python3.11 python3; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo "$$python" && break; done)
PORT ?= 8000
JOBS ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)

ENV := .venv
RUN := $(ENV)/bin/python
PIP := $(RUN) -m pip -qq --disable-pip-version-check install --require-hashes
CHAPTER := cd chapters && ../$(RUN)
# What checks the settings of Jupyter Book compiles the grammars of this module at each start, for a second and for nothing.
BOOK := import sys; sys.modules["rfc3987_syntax"] = None; \
	from jupyter_book.cli.main import main; main(prog_name="jupyter-book")
LOCK := uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 --generate-hashes \
	--no-annotate --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

# An environment is current when it was made from these very pins by this Python, whatever the dates of the files.
sha = $(if $(PYTHON),$(shell "$(PYTHON)" -c 'import hashlib, pathlib, sys; \
	pins = b"".join(pathlib.Path(name).read_bytes() for name in sys.argv[1:]); \
	print(hashlib.sha256(sys.version.split()[0].encode() + pins).hexdigest()[:16])' $(1)))
BOOK_ENV := $(ENV)/book-$(call sha,requirements.txt)
TEST_ENV := $(ENV)/test-$(call sha,requirements.txt requirements-dev.txt)

# Every page depends on these, and Sphinx does not know it: when one changes, the site is built from nothing.
SITE_INPUTS = $(sort $(shell find $(wildcard _* chapters/campaign data references.bib requirements.txt) -type f \
	-not -path '_build/*' -not -path '*/__pycache__/*'))
SITE = _build/from-$(call sha,$(SITE_INPUTS))

# Text is UTF-8 everywhere, whatever the language of the machine.
export PYTHONUTF8 := 1
unexport PYTHONPATH PYTHONHOME

.DEFAULT_GOAL := help
.PHONY: help book serve test publish-record schema lint check notebooks format lock clean distclean python

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

book: | $(BOOK_ENV) ## build the site into _build/html
	@echo "[1/4] environment: .venv is current"
	@echo "[2/4] data: checking the record"
	@$(CHAPTER) -m ledgerbook.record.check
	@echo "[3/4] notebooks: executing those whose inputs changed"
	@$(CHAPTER) -m ledgerbook.notebooks.execute --jobs $(JOBS)
	@echo "[4/4] site: building"
	@# Sphinx does not repeat a warning about a page that it need not read again: only a sound build is gone on from.
	@# What stays are the drawings, which are known by all that they are made from.
	@test -f $(SITE) || find _build -mindepth 1 -maxdepth 1 ! -name drawings -exec rm -rf {} + 2>/dev/null || true
	@mkdir -p _build && rm -f $(SITE)
	@$(RUN) -c '$(BOOK)' build . -q -W -n --keep-going > _build/log 2>&1 \
		|| { cat _build/log; echo "The site has faults: see the warnings above." >&2; exit 1; }
	@touch $(SITE)
	@echo "numbers in prose, by page:"
	@cat _build/numbers.txt
	@echo "The site is in _build/html. To read it: make serve"

serve: | python ## show the built site on http://localhost:8000
	@test -f _build/html/index.html || { echo "There is no site yet. Run: make book"; exit 1; }
	@echo "http://localhost:$(PORT)  (Ctrl-C ends it)"
	@$(PYTHON) -m http.server $(PORT) --bind 127.0.0.1 --directory _build/html

test: lint check ## check everything: code, data, notebooks, site, browser
	@$(RUN) tests/support/browser.py ensure
	@$(RUN) -m pytest -n $(JOBS)

lint: | $(TEST_ENV) ## check style, format and types
	@$(RUN) -m ruff check --quiet
	@$(RUN) -m ruff format --check --quiet || { echo "Some files are not formatted. Remedy: make format"; exit 1; }
	@$(RUN) -m mypy

check: | $(BOOK_ENV) ## check the record in data/
	@$(CHAPTER) -m ledgerbook.record.check

publish-record: | $(BOOK_ENV) ## note the rows of the record that this version publishes
	@$(CHAPTER) -m ledgerbook.record.publish

schema: | $(BOOK_ENV) ## write data/README.md and the rows' classes from the schema
	@$(CHAPTER) -m ledgerbook.record.generated

notebooks: | $(BOOK_ENV) ## execute the notebooks whose inputs changed (all of them: make notebooks ALL=1)
	@$(CHAPTER) -m ledgerbook.notebooks.execute --jobs $(JOBS) $(if $(ALL),--all)

format: | $(TEST_ENV) ## format the code and mend what can be mended
	@$(RUN) -m ruff check --quiet --fix-only
	@$(RUN) -m ruff format --quiet

lock: | $(TEST_ENV) ## pin requirements*.in anew, in requirements*.txt
	@$(ENV)/bin/$(LOCK) requirements.in --output-file requirements.txt
	@$(ENV)/bin/$(LOCK) requirements-dev.in --output-file requirements-dev.txt

clean: ## remove what was built; keeps .venv
	@rm -rf _build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find chapters tests -name __pycache__ -prune -exec rm -rf {} +

distclean: clean ## remove what was built, and .venv
	@rm -rf $(ENV)

python:
	@test -n "$(PYTHON)" || { \
		echo "Python 3.11 or newer is needed. Tried: python3.11 ($$(python3.11 --version 2>/dev/null || echo none))," \
			"python3 ($$(python3 --version 2>/dev/null || echo none))." >&2; exit 1; }

# Made anew rather than brought up to date, so that nothing stays behind that is no longer pinned.
$(BOOK_ENV): | python
	@echo "[1/4] environment: installing requirements.txt into .venv with $$($(PYTHON) --version) (about a minute)"
	@$(PYTHON) -m venv --clear $(ENV)
	@$(PIP) --requirement requirements.txt
	@touch $@

$(TEST_ENV): | $(BOOK_ENV)
	@echo "environment: adding requirements-dev.txt to .venv"
	@$(PIP) --requirement requirements-dev.txt
	@rm -f $(ENV)/test-*
	@touch $@
