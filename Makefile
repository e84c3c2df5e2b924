# `make run` and `make test` are the two commands to know; each does all its own set-up.
.DEFAULT_GOAL := help
.PHONY: help run test torture check judge mutants format shots bench translations environment ready

BIN := .venv/bin
DEMO ?= yes
SIZES ?= 1000 100000
PYTEST := $(BIN)/pytest -q -n 2
# Rooms without a database are tested once.
ON_POSTGRESQL := --database postgresql --ignore=tests/printing --ignore=tests/requirements

help: ## say what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: ready ## serve on HOST:PORT (127.0.0.1:8000), data in var/ or SILLAGE_DATA; DEMO=no starts empty
	@exec $(BIN)/lms run $(if $(filter no,$(DEMO)),--empty,--demo)

test: check judge ready ## the whole truth: check, judge, then every test on SQLite and on PostgreSQL
	$(PYTEST)
	@if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null; then \
	  echo $(PYTEST) $(ON_POSTGRESQL); $(PYTEST) $(ON_POSTGRESQL); \
	elif [ "$(SILLAGE_TEST_NO_SKIP)" = 1 ]; then \
	  echo "PostgreSQL is not installed, and nothing may be skipped here" >&2; exit 1; \
	else \
	  echo "!!! NOT TESTED ON POSTGRESQL: it is not installed (apt-get install postgresql) !!!" >&2; \
	fi

check: environment ## format, lint, types, order of the rooms, translations
	$(BIN)/ruff format --check -q .
	$(BIN)/ruff check -q .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m lms.web.catalogues check

judge: environment ## ask bandit, and semgrep with our own rules, about the code's safety
	$(BIN)/bandit -q -c pyproject.toml -r lms wsgi.py migrations bench
	$(BIN)/python -m tests.judges

mutants: ready ## break the code in small ways and see whether tests notice (long; not in `make test`)
	nice $(BIN)/python -m tests.judges.mutants

format: environment ## put the code in shape
	$(BIN)/ruff format -q .
	$(BIN)/ruff check -q --fix .

shots: ready ## write every main page in four settings (1280/390, light/dark) into var/shots
	$(BIN)/python -m tests.browser.shots

torture: ready ## keep every promise under fire, about an hour; ONLY=kills,races SHARE=0.1 for less
	$(BIN)/python -m tests.torture --teeth $(if $(ONLY),--only $(ONLY))
	$(BIN)/python -m tests.torture $(if $(ONLY),--only $(ONLY)) $(if $(SHARE),--share $(SHARE))

bench: ready ## measure every journey, then what pages cost among SIZES people
	$(BIN)/python -m bench
	$(BIN)/python -m bench.scale sqlite $(SIZES)
	@if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null; then \
	  echo $(BIN)/python -m bench.scale $(SIZES); $(BIN)/python -m bench.scale $(SIZES); \
	else echo "buffers are measured on PostgreSQL only" >&2; fi

translations: environment ## extract, update and compile the catalogues
	$(BIN)/python -m lms.web.catalogues

environment:
	@.ci/environment

# Generated beside their sources: binary catalogues, compressed static files.
ready: environment
	@$(BIN)/python -m lms.web.catalogues compile
	@$(BIN)/python -m whitenoise.compress -q lms/web/static
