# The two commands of a new checkout: `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# pip would compile every file of torch; Python compiles those that are used, when they first are
INSTALL := $(PIP) install --quiet --no-compile --constraint constraints.txt
MEDIAWIKI ?= $(HOME)/.cache/claimcheck/mediawiki
REQUIREMENTS := setup.cfg pyproject.toml constraints.txt

.PHONY: help demo test test-browser test-ray test-wiki record lint format clean

help:
	@echo "make demo    install into $(VENV), list the claims of the article in seeds/, validate the records"
	@echo "make test    install into $(VENV) with the test tools, check format, style, types and imports, run all tests"
	@echo "make test-browser  open reports in Chromium, which must be installed (apt-get install chromium): filters, keys, phone, print, axe"
	@echo "make test-ray  run batches on a cluster of two nodes on this machine, and kill parts of it; installs Ray (200 MB)"
	@echo "make test-wiki  look claims up in a real MediaWiki that is started for it; needs PHP (the command says what to install)"
	@echo "make record  record its answers anew, into fixtures/cassettes"
	@echo "make format  rewrite the code in the project's format"
	@echo "make clean   remove what these made"

demo: $(VENV)/installed
	@mkdir -p build
	$(BIN)/claimcheck extract seeds/*.txt --output build/claims.jsonl --table
	$(BIN)/claimcheck validate build/claims.jsonl --source seeds/*.txt

test: lint
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses auto  # a process for each core, so torch needs no more threads

# The browser itself is not installed from here: CHROMIUM names one that is not on the path.
test-browser: $(VENV)/installed-for-browser
	$(BIN)/python -m pytest -m browser

# One process: a cluster that starts while all cores are taken gives up.
test-ray: $(VENV)/installed-for-ray
	$(BIN)/python -m pytest -m ray

test-wiki: $(VENV)/installed-for-tests
	tests/servers/fetch-mediawiki.sh $(MEDIAWIKI)
	CLAIMCHECK_MEDIAWIKI=$(MEDIAWIKI) $(BIN)/python -m pytest -m wiki

record: $(VENV)/installed-for-tests
	tests/servers/fetch-mediawiki.sh $(MEDIAWIKI)
	$(BIN)/python -m tests.servers.record_wiki $(MEDIAWIKI)

lint: $(VENV)/installed-for-tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/installed-for-tests
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

# The stamps stand inside the environment, so that removing it removes them.
$(VENV)/installed: $(REQUIREMENTS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "claimcheck needs Python 3.11 or later: make PYTHON=python3.11"; exit 1; }
	@echo "Installing into $(VENV): torch and Stanza are large, this takes minutes the first time."
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) --editable .
	@touch $@

$(VENV)/installed-for-tests: $(VENV)/installed
	$(INSTALL) --editable '.[batch,lsp,team,test,lint]'
	@touch $@

# Compiled when it is installed: the many processes of a cluster would all compile the same when it first starts.
$(VENV)/installed-for-ray: $(VENV)/installed-for-tests
	$(subst --no-compile,,$(INSTALL)) --editable '.[ray]'
	@touch $@

$(VENV)/installed-for-browser: $(VENV)/installed-for-tests
	$(INSTALL) --editable '.[browser]'
	@touch $@
