# Everything that is run by hand. `make` alone lists it.
PYTHON ?= python3
PORT ?= 8000
PYTEST_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
PG := $(BIN)/python -m iop.embedded_postgres
PACKAGES := iop partnerships governance reporting
CATALOGUES := $(wildcard iop/locale/*/LC_MESSAGES/*.po)
# The modules that carry the promises: fully typed. Add to the list, never to mypy's exceptions.
TYPED := $(wildcard iop/embedded_postgres.py iop/backups.py \
	partnerships/access.py partnerships/steps.py partnerships/agreements/*.py partnerships/mandates.py partnerships/clock.py \
	partnerships/passwords.py partnerships/reminders.py partnerships/personal_data.py partnerships/erasure.py \
	partnerships/perspectives.py partnerships/analyses/*.py partnerships/road.py \
	governance/ledger/*.py governance/grants/*.py governance/meetings/*.py governance/minutes.py governance/decisions.py)

# What production has; the tests and static gates run with it. The key is as public as this file.
AS_PRODUCTION := env -u IOP_DEMO SECRET_KEY=only-for-the-tests-and-never-anywhere-else-7421-xqzwv \
	ALLOWED_HOSTS=iop.example.se BASE_URL=https://iop.example.se
AS_DEMO := env -u SECRET_KEY -u ALLOWED_HOSTS IOP_DEMO=1 BASE_URL=http://127.0.0.1:$(PORT)
NO_DATABASE := DATABASE_URL=postgresql://iop@localhost/none

.PHONY: help demo demo-reset test check bench lock messages messages-compile clean
.DELETE_ON_ERROR:

help: ## list what can be run
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-24s %s\n", $$1, $$2 }'

demo: $(VENV)/base.stamp messages-compile ## the demo on http://127.0.0.1:8000 (PORT=8001 for another port); keeps its data
	@PYTHON=$(BIN)/python sh scripts/system.sh demo
	@$(BIN)/python -c 'import socket; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("127.0.0.1", $(PORT)))' \
		2>/dev/null || { echo "Port $(PORT) is in use. Choose another: make $@ PORT=8001" >&2; exit 1; }
	@exec $(AS_DEMO) $(PG) run --data demo -- sh -ec '\
		$(BIN)/python manage.py collectstatic --noinput -v 0; \
		$(BIN)/python manage.py migrate -v 0; \
		$(BIN)/python manage.py load_demo; \
		echo "IOP is on http://127.0.0.1:$(PORT)/ and its people on http://127.0.0.1:$(PORT)/demo/ (stop with Ctrl-C)"; \
		exec $(BIN)/gunicorn iop.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 --log-level warning'

demo-reset: $(VENV)/base.stamp ## the demo from the beginning again
	@$(PG) reset --data demo
	@$(MAKE) --no-print-directory demo

test: $(VENV)/dev.stamp messages-compile ## every test (PYTEST_ARGS="-k word" for some)
	@PYTHON=$(BIN)/python sh scripts/system.sh test
	@exec $(AS_PRODUCTION) $(PG) run --data test -- $(BIN)/python -m pytest -n 2 $(PYTEST_ARGS)

check: $(VENV)/dev.stamp messages-compile ## the static gates: style, layers, types, settings, migrations, security
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/lint-imports --no-logo
	$(BIN)/bandit -q -ll -r $(PACKAGES)
	$(AS_PRODUCTION) $(NO_DATABASE) $(BIN)/mypy --disallow-untyped-defs --check-untyped-defs --follow-imports=silent $(TYPED)
	$(AS_PRODUCTION) $(PG) run --data test -- sh -ec '\
		$(BIN)/python manage.py check --deploy --fail-level WARNING; \
		$(BIN)/python manage.py makemigrations --check --dry-run'

bench: $(VENV)/dev.stamp messages-compile ## the most frequent pages at 1 and 100 times the demo, in a database of its own
	@env -u DATABASE_URL $(PG) reset --data bench
	@exec $(AS_DEMO) env -u DATABASE_URL $(PG) run --data bench -- sh -ec '\
		$(BIN)/python manage.py collectstatic --noinput -v 0; \
		$(BIN)/python manage.py migrate -v 0; \
		$(BIN)/python manage.py load_demo; \
		exec $(BIN)/python -m tests.bench'

lock: $(VENV)/dev.stamp ## the locks anew from requirements/*.in
	$(BIN)/pip install -q uv
	for set in base dev; do $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url requirements/$$set.in -o requirements/$$set.lock || exit 1; done

messages: $(VENV)/dev.stamp ## the catalogue of texts anew from the code
	$(AS_PRODUCTION) $(NO_DATABASE) $(BIN)/python manage.py makemessages -l sv --no-obsolete --add-location file -i var -i tests

messages-compile: $(CATALOGUES:.po=.mo) ## the translations as the program reads them

%.mo: %.po | $(VENV)/base.stamp
	@$(BIN)/python -m babel.messages.frontend -q compile -i $< -o $@ -l $(notdir $(patsubst %/LC_MESSAGES/,%,$(dir $<)))

clean: ## remove the environment, the demo's data and everything else that was made
	@for data in demo test bench; do [ ! -e var/postgres/$$data ] || env -u DATABASE_URL $(PG) reset --data $$data || exit 1; done
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis $(CATALOGUES:.po=.mo)
	find $(PACKAGES) tests -name __pycache__ -type d -prune -exec rm -rf {} +

# -- The environment: made once, and again when a lock changes ---------------------------------------------------------
$(BIN)/python:
	@PYTHON=$(PYTHON) sh scripts/system.sh python
	@$(PYTHON) -m venv $(VENV)

$(VENV)/base.stamp $(VENV)/dev.stamp: $(VENV)/%.stamp: requirements/%.lock | $(BIN)/python
	@echo "Installing what requirements/$*.lock names …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $<
	@touch $@
