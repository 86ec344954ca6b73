# The commands of this project. `make run` is all that is needed to see it; `make help` lists the rest.
# PYTHON=python3.12 make run    chooses the interpreter (3.11 or newer), PORT=9000 make run the port.

PYTHON_OF_OURS := .venv/bin/python

.PHONY: help run setup test lint format check bench vendor clean

help:            ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

run:             ## prepare everything and start the platform; Ctrl-C stops it
	@sh deploy/prepare.sh requirements.txt
	@$(PYTHON_OF_OURS) manage.py serve

setup:           ## make .venv with everything a developer needs
	@sh deploy/prepare.sh requirements-dev.txt

test: setup      ## run all tests on all cores; the end of the output says what was skipped and why
	@$(PYTHON_OF_OURS) -m pytest -n auto -rs

lint: setup      ## look for faults and foreign formatting
	@$(PYTHON_OF_OURS) -m ruff check .
	@$(PYTHON_OF_OURS) -m ruff format --check .

format: setup    ## put the formatting right
	@$(PYTHON_OF_OURS) -m ruff check --fix .
	@$(PYTHON_OF_OURS) -m ruff format .

check:           ## what CI runs: tests, lint, migrations, and the tests on PostgreSQL and Redis
	@bash .ci/run

bench: setup     ## measure; prints a table and writes var/bench.json
	@$(PYTHON_OF_OURS) -m tests.bench

vendor:          ## copy the browser libraries of package-lock.json into static/vendor, with checksums
	@npm ci --ignore-scripts --no-audit --no-fund --silent
	@python3 scripts/vendor_assets.py

clean:           ## remove .venv and caches; var/ with all data stays
	@rm -rf .venv .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +
