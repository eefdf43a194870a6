# Two commands to begin with: `make demo` shows the product, `make test` proves it.
# PYTHON picks the interpreter, PORT and COUNCIL go to the demo, CHROMIUM to the browser tests.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
NPM := $(BIN)/python hatch_build.py npm
CHROMIUM ?= $(shell command -v chromium-headless-shell || command -v chromium \
	|| command -v chromium-browser || command -v google-chrome)
export CHROMIUM
# Where Python may keep nothing that it compiled, each of the tests' many programs compiles it all.
unexport PYTHONDONTWRITEBYTECODE
LOCK := uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes \
	--no-annotate --custom-compile-command "make lock"

# The tests are shared out among the processors by file: a file's tests lean on each other's set-up.
SHARED_OUT := --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.PHONY: demo test checked lint mypy ruff screens units attack kill network storm fuzz mutants audit \
	bench pictures pseudo tablet build frontend messages protocol lock chromium webkit

demo: build
	$(BIN)/tannhjul demo $(if $(PORT),--port "$(PORT)") $(if $(COUNCIL),--council "$(COUNCIL)")

# What takes one processor each goes beside each other: all that comes before the server's tests.
test:
	@$(MAKE) --no-print-directory --jobs 2 checked
	$(BIN)/pytest $(SHARED_OUT)

checked: lint units chromium webkit

lint: mypy screens ruff

mypy: .venv/dev
	$(BIN)/mypy

ruff: .venv/dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

screens: build
	$(NPM) run --silent check

units: build
	$(NPM) test --silent

# Catalogs and screens; does nothing where nothing has changed.
build frontend: .venv/runtime
	@$(BIN)/python hatch_build.py

# The attack on anonymity in its long form: many halls pooled, figures for docs/. ROUNDS=20.
attack: .venv/dev build
	$(BIN)/python -m tests.attack $(if $(ROUNDS),--rounds "$(ROUNDS)")

# What may go wrong, in long form: kill -9 while sixty tablets write, a network that lies, and a hall
# of a thousand that comes back at once. ROUNDS=200, RUNS=500, TABLETS=1000, SEED=1.
kill network storm: .venv/dev build
	$(BIN)/python -m tests.faults $@ $(if $(SEED),--seed "$(SEED)") $(if $(ROUNDS),--rounds "$(ROUNDS)") \
		$(if $(RUNS),--runs "$(RUNS)") $(if $(TABLETS),--tablets "$(TABLETS)")

# Hostile input in long form, requests and frames by turns. CASES=100000, SEED=1.
fuzz: .venv/dev build
	$(BIN)/python -m tests.hostile $(if $(CASES),--cases "$(CASES)") $(if $(SEED),--seed "$(SEED)")

# Small changes to core/ and text/, one at a time: which would no test notice? All of them, or NUMBER
# by lot: docs/mutation.md. NUMBER=600, SEED=1.
mutants: .venv/dev
	$(BIN)/python -m tests.mutation $(if $(NUMBER),--number "$(NUMBER)") $(if $(SEED),--seed "$(SEED)")

# Is any of what we lean on known to be weak? Says so where the services cannot be asked.
audit: .venv/dev
	@$(BIN)/python -m tests.hostile.audit

# The product beside other servers: needs gcc, node, and the harness (docs/benchmarks.md).
bench: .venv/dev
	$(BIN)/python -m benchmarks setup
	$(BIN)/python -m benchmarks run

# The documentation's pictures, as the browser tests see the screens.
pictures: .venv/dev build chromium
	$(BIN)/python -m tests.pictures

# From the QR code to the first note on a slow tablet: figures for docs/benchmarks.md.
tablet: .venv/dev build chromium
	$(BIN)/python -m tests.tablet

# WCAG 2.2 AA on every page and screen, in all languages, and docs/universell-utforming.md of it.
accessibility: .venv/dev build chromium
	$(BIN)/python -m tests.accessibility

# Every page and screen in a language that is made by machine: what is untranslated or finds no room?
pseudo: .venv/dev build chromium
	TANNHJUL_PSEUDO=1 $(BIN)/pytest tests/pseudo

# Collects new messages into app/locale/*/LC_MESSAGES/messages.po, to be translated there.
messages: .venv/runtime
	$(BIN)/pybabel --quiet extract --mapping babel.cfg --keyword N_ --no-wrap --sort-by-file \
		--add-location file --project Tannhjul --output app/locale/messages.pot .
	$(BIN)/pybabel --quiet update --input-file app/locale/messages.pot --output-dir app/locale \
		--no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	@$(BIN)/python hatch_build.py

# What the screens and the server say to each other, as a document and as TypeScript types.
protocol: .venv/dev build
	$(BIN)/python -m tests.live.transcript > docs/protocol.md.new
	mv docs/protocol.md.new docs/protocol.md
	$(BIN)/python -m app.live.document schema | $(NPM) exec -- json2ts --additionalProperties false \
		--bannerComment '// Made from app/live/frames.py and app/core/seen.py by `make protocol`. Do not edit.' \
		> frontend/src/protocol.ts.new
	mv frontend/src/protocol.ts.new frontend/src/protocol.ts

# Newest versions within pyproject.toml, for every platform; needs uv.
lock:
	$(LOCK) pyproject.toml --output-file requirements.lock
	$(LOCK) --group build --constraint requirements.lock --output-file requirements-build.lock
	$(LOCK) pyproject.toml --group dev --constraint requirements.lock \
		--constraint requirements-build.lock --output-file requirements-dev.lock

chromium:
	@[ -x "$(CHROMIUM)" ] || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
		&& apt-get update -qq && { apt-get install -y -qq chromium-headless-shell >/dev/null \
		|| apt-get install -y -qq chromium >/dev/null; }; } \
		|| { echo "The browser tests need Chromium: install it, or set CHROMIUM to its program." >&2; exit 1; }

# An iPad is WebKit. Without it everything else is tested, and the tests say what was not.
webkit:
	@command -v WebKitWebDriver >/dev/null && command -v Xvfb >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
		&& apt-get update -qq && apt-get install -y -qq --no-install-recommends \
			webkit2gtk-driver xvfb >/dev/null; } \
		|| echo "WebKit is not tested: install webkit2gtk-driver and xvfb."

.venv/runtime: requirements.lock requirements-build.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Tannhjul needs Python 3.11 or newer: set PYTHON.")'
	$(PYTHON) -m venv .venv
	$(PIP) install --require-hashes --requirement requirements.lock \
		--requirement requirements-build.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev: requirements-dev.lock .venv/runtime
	$(PIP) install --require-hashes --requirement requirements-dev.lock
	@touch $@
