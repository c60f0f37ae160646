# `make demo`: set up, ingest the seeds, serve the result. `make test`: set up, run every check. The only requirement is Python 3.11 or
# later; browser tests also need Chromium, which is installed on Debian if you are root.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8001
TESTS ?= tests
LOCK := pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

.PHONY: demo test quick coverage check setup browser reference docs lock clean

demo: $(VENV)/.installed
	$(BIN)/claimsdb ingest seeds --db claims.db
	$(BIN)/claimsdb stats --db claims.db
	$(BIN)/claimsdb serve --db claims.db --port $(PORT)

# All tests on all cores.
test: $(VENV)/.installed-test browser check
	CLAIMSDB_REQUIRE_BROWSER=$${CLAIMSDB_REQUIRE_BROWSER-$$(command -v chromium >/dev/null && echo 1)} $(BIN)/python -m pytest -n auto --dist worksteal $(TESTS)

# The unit tests that need no network, browser or other process, to run while working.
quick: $(VENV)/.installed-test
	$(BIN)/python -m pytest -q -n auto -m "not slow and not browser and not network" tests/unit

# Test coverage, without the processes that tests start. TESTS=tests/unit is quicker.
coverage: $(VENV)/.installed-test
	$(BIN)/python -m pytest -n auto --dist worksteal --cov=claimsdb --cov-report=term:skip-covered $(TESTS)

check: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

setup: $(VENV)/.installed-test

# The pages in docs/reference, which are made from the code.
reference: $(VENV)/.installed
	$(BIN)/python docs/generate.py

# The documentation as a website in site/. Fails if a link is broken.
docs: reference
	$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[docs]'
	$(BIN)/zensical build --strict --clean

# Installs Debian's Chromium if you are root; otherwise browser tests are skipped with a message.
browser:
	@command -v chromium >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	  else \
	    echo "make test: chromium is missing, so browser tests are skipped. Install it with: sudo apt-get install chromium" >&2; \
	  fi; }

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "claimsdb needs Python 3.11 or later. Choose one with: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv is missing. Install it with: sudo apt-get install python3-venv" >&2; exit 1; }

# Exactly the files that the lock names by hash; then this checkout, by a build backend that is pinned, too.
$(VENV)/.installed: $(VENV)/bin/python pyproject.toml requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed requirements-test.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-test.lock
	@touch $@

# The newest versions that pyproject.toml allows, with their hashes, for all Pythons and systems.
lock:
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install -q --disable-pip-version-check uv
	$(VENV)-lock/bin/uv pip compile -q --upgrade $(LOCK) -o requirements.lock
	$(VENV)-lock/bin/uv pip compile -q --upgrade --extra test -c requirements.lock $(LOCK) -o requirements-test.lock
	rm -rf $(VENV)-lock

clean:
	rm -rf $(VENV) claims.db claims.db.* dist build site .mypy_cache .ruff_cache .pytest_cache .hypothesis
