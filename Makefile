# Every target sets up what it needs: `make demo` and `make test` are all that a fresh machine has to be told.
SHELL := /bin/sh
PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PINS := requirements.lock pyproject.toml

.PHONY: setup demo test bare-test verify bench pairing experiments plausible findings hold-out emulator model notebook docs pictures lint clean help

help:
	@echo "make demo    compare three policies with the baseline; tables, a figure and a page in results/demo"
	@echo "make test    all tests (within ten minutes on two cores); without a Chromium all but those of the page"
	@echo "make bare-test  demo and tests in a fresh clone, without fonts, caches, settings and home (20 minutes)"
	@echo "make verify  all tests with array bounds checked, slow ones too; expected and found of every limit (12 to 20 minutes)"
	@echo "make bench   speed, by mechanism and beside other libraries; results/bench.json"
	@echo "make pairing what pairing gains for small doses of every policy; docs/pairing.md (about five minutes on two cores)"
	@echo "make experiments  the reduced size of all experiments, tables and figures (within half an hour on two cores)"
	@echo "make plausible  the points that no published figure rules out (hours; goes on where it was interrupted)"
	@echo "make findings  policies for the same money and the twelve hypotheses over the plausible set (hours; goes on where it was interrupted)"
	@echo "make hold-out  2018 to 2021 predicted from what was published to 2017 (an hour; goes on where it was interrupted)"
	@echo "make emulator  pairs and arrays of the emulator of differences, for the page's estimates (15 minutes on two cores)"
	@echo "make model   docs/model.md and docs/model.zh.md and docs/reference.md, written from what is declared (seconds)"
	@echo "make notebook  docs/notebook executed anew (a minute)"
	@echo "make docs    the documentation as a site in site/ (mkdocs-material, in an environment of its own)"
	@echo "make pictures  the pictures of README and docs, taken anew in a browser (minutes)"
	@echo "make lint    style, types and the direction of imports"
	@echo "make setup   only set up $(VENV); PYTHON=/path/to/python3.13 chooses the interpreter"

setup: $(READY)

$(READY): $(PINS)
	@python=$$(PYTHON='$(PYTHON)' tools/find_python.sh) || exit 1; \
	echo "Setting up $(VENV) with $$python (a minute or two)"; \
	rm -rf $(VENV) && "$$python" -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q sim
	@touch $(READY)

demo: $(READY)
	@$(BIN)/ruralparty demo --out results/demo

test: $(READY)
	@tools/run_tests.sh "not verify"

# As on a machine where nothing was put by hand, in a fresh clone of what is committed.
bare-test:
	@tools/bare.sh $(MAKE) demo test

# All tests once, with the bounds of every array access checked: the quick ones on one processor while the slow ones and
# the limits, whose table is what is read, run on the other.
verify: $(READY)
	@export NUMBA_BOUNDSCHECK=1; mkdir -p results; \
	tools/run_tests.sh "not verify and not limit" > results/verify-tests.txt 2>&1 & quick=$$!; \
	trap 'kill $$quick 2> /dev/null' INT TERM; \
	$(BIN)/python -m pytest -m "verify or limit" --limits; slow=$$?; \
	wait $$quick; others=$$?; \
	echo "The quick tests, with bounds checked (results/verify-tests.txt):"; tail -n 15 results/verify-tests.txt; \
	test $$slow -eq 0 && exit $$others

bench: $(READY)
	@$(BIN)/python -m benchmarks.run

pairing: $(READY)
	@$(BIN)/python -m benchmarks.paired_variance

experiments: $(READY)
	@for each in $(patsubst experiments/%/run.py,%,$(wildcard experiments/*/run.py)); do \
	$(BIN)/python -m experiments.$$each.run && $(BIN)/python -m experiments.$$each.figures --lang en \
	&& { $(BIN)/python -m experiments.$$each.figures --lang zh || echo "$$each: no Chinese figures"; } || exit 1; done

# The points that no published figure rules out: hours; goes on where it was interrupted.
plausible: $(READY)
	@$(BIN)/ruralparty calibrate experiments/calibration --out experiments/calibration/waves
	@mkdir -p sim/studies/data
	@cp experiments/calibration/waves/plausible.csv experiments/calibration/waves/plausible.json sim/studies/data/

# The emulator of differences that the page's estimates come from: minutes; goes on where it was interrupted.
emulator: $(READY)
	@$(BIN)/python -m sim.cli.emulator

# Policies for the same money and the twelve hypotheses at points that no published figure rules out: hours; goes on
# where it was interrupted.
findings: $(READY)
	@for each in policies_at_money hypotheses; do $(BIN)/python -m experiments.$$each.over || exit 1; done
	@for lang in en zh; do $(BIN)/python -m experiments.policies_at_money.figures --lang $$lang || exit 1; done

# What figures to 2017 leave, run to 2021 and scored: an hour; goes on where it was interrupted.
hold-out: $(READY)
	@$(BIN)/ruralparty calibrate experiments/hold_out --out experiments/hold_out/waves
	@$(BIN)/ruralparty holdout experiments/hold_out/waves --out experiments/hold_out/tables

# The pages that describe the model, written from what is declared; a test fails when they are stale.
model: $(READY)
	@$(BIN)/ruralparty odd --lang en --out docs/model.md
	@$(BIN)/ruralparty odd --lang zh --out docs/model.zh.md
	@$(BIN)/python -m sim.cli.reference docs/reference.md

# Tools of the documentation, in an environment of their own.
TOOLS := .docs-venv/.ready

$(TOOLS): $(READY)
	@rm -rf .docs-venv && $(BIN)/python -m venv .docs-venv && .docs-venv/bin/python -m pip install --quiet \
	--disable-pip-version-check "mkdocs-material>=9.7,<10" "mkdocs-jupyter>=0.27" "nbclient>=0.10" "ipykernel>=6" && touch $@

# The notebook, executed by the model's own Python; a test fails when what stands in it does not come out.
notebook: $(TOOLS)
	@.docs-venv/bin/python tools/execute_notebook.py $(BIN)/python docs/notebook/*.ipynb

# The documentation as a site in site/.
docs: $(TOOLS) model
	@NO_MKDOCS_2_WARNING=1 .docs-venv/bin/mkdocs build --quiet --strict
	@echo "site/index.html"

# Pictures in README and docs: the result of the demo, and the pages in a browser.
pictures: demo
	@BROWSER_PATH=$$(tools/find_browser.sh) $(BIN)/python -m tools.pictures

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

clean:
	rm -rf $(VENV) .bench-venv .docs-venv .cache site build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
