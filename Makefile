# foreland: `make demo` and `make test` are all that a newcomer needs.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# As a module, so that the code of this folder runs even where several share one environment.
FORELAND := $(BIN)/python -m foreland
DEMO := build/demo
KENT := build/kent
PUBLISHED := ../shared/data/published
SCHOOLS := $(wildcard ../shared/data/schools)
CODE := foreland tests benchmarks docs examples requirements

.PHONY: help demo demo-built test check setup setup-test setup-browser setup-forecasting kent bench backtest screenshot css docs lock clean

help: ## what there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

setup: $(VENV)/.run ## set up what running needs, into .venv/
setup-test: $(VENV)/.test
setup-browser: $(VENV)/.browser
setup-forecasting: $(VENV)/.forecasting

# A lock file that changed is followed; one that did not costs nothing.
$(VENV)/.run: requirements/run.txt pyproject.toml
	@$(PYTHON) requirements/environment.py $(VENV) requirements/run.txt
	@touch $@

$(VENV)/.test: requirements/test.txt pyproject.toml
	@$(PYTHON) requirements/environment.py $(VENV) requirements/test.txt
	@touch $@ $(VENV)/.run

$(VENV)/.browser: requirements/browser.txt pyproject.toml
	@$(PYTHON) requirements/environment.py $(VENV) requirements/browser.txt
	@touch $@ $(VENV)/.run $(VENV)/.test

$(VENV)/.forecasting: requirements/forecasting.txt pyproject.toml
	@$(PYTHON) requirements/environment.py $(VENV) requirements/forecasting.txt
	@touch $@ $(VENV)/.run $(VENV)/.test $(VENV)/.browser

demo: setup ## build the demo county into build/demo/ and serve it (NO_SERVE=1 stops after the build)
	@$(FORELAND) demo --out $(DEMO) $(if $(NO_SERVE),--no-serve)

demo-built: setup
	@$(FORELAND) demo --out $(DEMO) --no-serve

test: setup-test check ## run the checks and the test suite
	@$(BIN)/python -m pytest -n 2 -m "not slow"

check: setup-test ## lint, types, and which floor may import which
	@$(BIN)/ruff check -q $(CODE)
	@$(BIN)/ruff format --check -q $(CODE)
	@$(BIN)/mypy --no-error-summary
	@set -o pipefail; $(BIN)/lint-imports --no-logo | tail -n 3

kent: setup ## build the real Kent from the published data, where that is
	@if [ -d $(PUBLISHED) ]; then \
	  mkdir -p $(KENT)/area && cp -r examples/kent/2024/. $(KENT)/area/ && \
	  $(FORELAND) ingest $(PUBLISHED) $(SCHOOLS) $(KENT)/area/data --folder $(KENT)/area --format csv >$(KENT)/ingested.csv && \
	  $(FORELAND) build --folder $(KENT)/area --out $(KENT)/site && \
	  echo "Look at it: $(BIN)/foreland serve $(KENT)/site"; \
	else \
	  echo "The published data is not here ($(PUBLISHED))."; \
	  echo "Fetch DfE's Local Authority Interactive Tool file (bds_long_0.parquet), its dictionary"; \
	  echo "and its neighbours' workbooks, and other files you want, then: foreland ingest FILES."; \
	fi

bench: setup-browser ## compare with a bare scan, bare rendering and (make setup-forecasting) AutoETS
	@$(BIN)/python -m benchmarks

backtest: setup ## how good the outlook is on the published data, with rivals, by horizon and theme
	@$(BIN)/python -m benchmarks.backtest

screenshot: setup-browser demo-built ## make the README's picture of the demo
	@$(BIN)/python docs/pictures/screenshot.py $(DEMO)

docs: setup-test ## write the reference pages anew from the code
	@$(BIN)/python -m docs.make

css: ## compile the stylesheet anew (needs node; the result is committed)
	@bash foreland/report/assets/src/compile.sh

lock: ## resolve the dependencies anew into requirements/ (needs uv)
	@bash requirements/lock.sh

clean: ## remove all that make has made
	rm -rf build $(VENV)
