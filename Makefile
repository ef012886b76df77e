# The question `make ask` asks when none is given: two acts of the bundled example answer it.
Q ?= Hvor meget skal der betales i rente, når Puljestyrelsen kræver et tilskud fra cykelpuljen tilbagebetalt?

PYTHON ?= python3
BIN := .venv/bin
# Every package is held to the hashes beside its pin, the build backend too; our own is built last.
PIP := $(BIN)/pip install --disable-pip-version-check
HASHED := $(PIP) --require-hashes
OURS := $(PIP) --no-deps --no-build-isolation -e .
# On a terminal, one line that says which package pip is at; elsewhere nothing.
MOVING := | awk -v tty="$$(test -t 2 && echo yes)" '/^Collecting/ && tty { \
  printf "\r\033[K  %d %s", ++count, $$2 > "/dev/stderr"; fflush() } \
  END { if (tty) printf "\r\033[K" > "/dev/stderr" }'

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
# The question reaches the recipe through the environment, as typed: no quote or $ is read as code.
export LEXHOP_MAKE_QUESTION := $(value Q)

.PHONY: help ask test check format bench bench-context bench-honesty bench-model pins attack picture gates mutants studio clean lint types layers core-coverage

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

ask: .venv/.default ## answer Q="..." over the bundled example
	@$(BIN)/lexhop demo -- "$$LEXHOP_MAKE_QUESTION"

test: .venv/.dev ## run the tests on all processors, with branch coverage
	$(BIN)/python -m pytest -n auto --cov

check: lint types layers test core-coverage ## format, lint, types, layers, tests and coverage, as in CI

lint: .venv/.dev
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .

types: .venv/.dev
	$(BIN)/mypy --no-error-summary

layers: .venv/.dev
	@echo $(BIN)/lint-imports
	@report=$$($(BIN)/lint-imports --no-logo) || { echo "$$report"; exit 1; }

# The graph, its nodes, its state and its prompts are covered whole. Silent when they are.
core-coverage: test
	@report=$$($(BIN)/coverage report --include='graph/*,nodes/*,state/*,prompts/*' --fail-under=100) \
	|| { echo "$$report"; exit 1; }

format: .venv/.dev ## format the code and mend what ruff can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/.dev ## run the benchmarks
	$(BIN)/python -m lexhop.evals.bench.suite

bench-context: .venv/.dev ## what a model is shown of what decides: make bench-context QUESTIONS=... COLLECTION=...
	$(BIN)/python -m lexhop.evals.bench.shown $(QUESTIONS) $(COLLECTION)

bench-honesty: .venv/.dev ## is what is called an answer one, on everyday questions: COLLECTION=...
	$(BIN)/python -m lexhop.evals.bench.honesty $(COLLECTION)

bench-model: .venv/.dev ## what a question costs beyond its calls of a model
	@$(BIN)/python -m tests.fake_openai --port 8155 --rules evals/bench/chat_cost.json >/dev/null & \
	trap "kill $$!" EXIT; sleep 3; \
	OPENAI_BASE_URL=http://127.0.0.1:8155/v1 OPENAI_API_KEY=none $(BIN)/python -m lexhop.evals.bench.chat_cost

pins: ## renew requirements/ from pyproject.toml and constraints.txt (needs uv)
	@compile="uv pip compile -q pyproject.toml -c constraints.txt --generate-hashes --no-header --no-annotate --no-strip-extras --python-version 3.11"; \
	echo hatchling > .build.in; trap 'rm -f .build.in' EXIT; \
	$$compile .build.in -o requirements/run.txt >/dev/null; \
	$$compile --extra dev --extra documents --extra encryption --extra server -o requirements/dev.txt >/dev/null

attack: .venv/.dev ## try hostile documents, models, state and clients; print what held, and how patterns grow
	$(BIN)/python -m tests.attack

picture: .venv/.dev ## draw docs/ask.svg from a real answer
	$(BIN)/python docs/picture.py "$$LEXHOP_MAKE_QUESTION" docs/ask.svg

gates: .venv/.dev ## hold the bundled example against evals/gates.toml
	@data=$$(mktemp -d); trap 'rm -rf "$$data"' EXIT; export LEXHOP_DATA_DIR="$$data"; \
	$(BIN)/lexhop ingest examples/acts examples/handbook --quiet >/dev/null; \
	for target in search ask; do \
	  $(BIN)/lexhop eval examples/questions.jsonl --target $$target --gates evals/gates.toml; done

# M names some: make mutants M='lexhop.nodes.reason*'. `.venv/bin/mutmut show NAME` shows one.
mutants: .venv/.dev ## change the sources that answers rest on, and list what no test notices
	$(BIN)/mutmut run $(M)
	$(BIN)/mutmut results

# This one variable can't stand in langgraph.json: it is read before that file is.
studio: .venv/.dev ## serve the graph by `langgraph dev`, on this machine only
	LANGGRAPH_CLI_NO_ANALYTICS=1 $(BIN)/langgraph dev --no-browser

clean: ## remove caches and build output (.venv and .lexhop stay)
	rm -rf build dist htmlcov mutants .coverage .coverage.* .hypothesis .import_linter_cache \
	  .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "lexhop needs Python 3.11 or newer; name one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv .venv >/dev/null || { rm -rf .venv; \
	  echo "Python has no venv here; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

# Two stamps: what asking needs, and what developing needs on top (which covers asking too).
.venv/.default: pyproject.toml requirements/run.txt | $(BIN)/pip
	@echo "Installing lexhop into .venv ..." >&2
	@$(HASHED) -r requirements/run.txt $(MOVING)
	@$(OURS) $(MOVING)
	@touch $@

.venv/.dev: pyproject.toml requirements/dev.txt | $(BIN)/pip
	@echo "Installing lexhop and its developer tools into .venv ..." >&2
	@$(HASHED) -r requirements/dev.txt $(MOVING)
	@$(OURS) $(MOVING)
	@touch .venv/.default $@
