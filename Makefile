# Every verb of the project. `make help` prints them.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run cluster quick test check lint types imports docs javascript reference site catalogues web format bench bench-served soak matrix release-check locks clean

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/.server ## start the demo on this machine
	@$(BIN)/signet demo $(ARGS)

cluster: .venv/.dev ## start a whole cluster on this machine: proxy, nodes, databases, caches, each of which you can kill
	@$(BIN)/python -m examples.cluster $(ARGS)

quick: .venv/.dev ## run the tests that tell most, in under a minute (tests/README.md says what is left out)
	@$(BIN)/python -m tools.run_tests quick $(ARGS)

test: .venv/.dev ## run the tests (ARGS="-k name" for some)
	@$(BIN)/python -m tools.run_tests test $(ARGS)

check: lint types imports docs javascript ## lint, types, import rules, docs

lint: .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python -m tools.words

types: .venv/.dev
	$(BIN)/mypy
	$(BIN)/mypy --config-file mypy-service.ini
	cd clients/python && ../../$(BIN)/mypy
	@$(BIN)/python -m tools.pyright

imports: .venv/.dev
	$(BIN)/lint-imports --no-cache

docs: .venv/.dev
	$(BIN)/python -m tools.reference --check
	$(BIN)/pytest -q -n auto tests/docs

javascript: .venv/.dev
	@$(BIN)/python -m tools.javascript check

reference: .venv/.dev ## write docs/reference from the source
	$(BIN)/python -m tools.reference

site: .venv/.dev ## build the site of the documents into build/site
	$(BIN)/python -m sphinx --fail-on-warning --keep-going --quiet -d build/doctrees docs build/site
	@echo "Open build/site/index.html"

catalogues: .venv/.dev ## collect the texts to translate from the source, and compile (needs GNU gettext)
	$(BIN)/python -m tools.catalogues

web: .venv/.dev ## build the web app into the static files of the service (needs Node)
	@$(BIN)/python -m tools.javascript build

format: .venv/.dev ## put the code into its format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	@$(BIN)/python -m tools.javascript format

bench: .venv/.dev ## measure beside Simple JWT, and write the pages of docs/ that have figures
	$(BIN)/python -m bench
	$(BIN)/python -m bench.sessions
	$(BIN)/python -m bench.accounts
	$(BIN)/python -m bench.clients
	$(BIN)/python -m bench.verifiers

bench-served: .venv/.dev ## measure beside other packages over HTTP (needs PostgreSQL; Node for Better Auth; ARGS=--growth for growing tables)
	@$(BIN)/python -m bench.served $(ARGS)

soak: .venv/.dev ## run the long tests, many minutes of them: kill servers, race refreshes, replace every package
	@$(BIN)/python -m tools.run_tests soak $(ARGS)

matrix: .venv/.dev ## run the tests on every supported Python found
	$(BIN)/python -m tools.matrix

release-check: .venv/.dev ## build every package, look into it, install it alone and use it (ARGS=folder keeps them)
	@$(BIN)/python -m tools.release $(ARGS)

locks: ## renew the lock files (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--no-emit-package signet-tokens --upgrade --extra server --group build pyproject.toml -o requirements/server.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--no-emit-package signet-tokens --upgrade --extra schema --extra server --group build --group dev -c requirements/server.txt pyproject.toml -o requirements/dev.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--upgrade -c requirements/dev.txt requirements/mysql.in -o requirements/mysql.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--upgrade -c requirements/dev.txt requirements/site.in -o requirements/site.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--upgrade requirements/uv.in -o requirements/uv.txt
	for served in requirements/served-*.in; do \
		uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
			--upgrade -c requirements/dev.txt "$$served" -o "$${served%.in}.txt" || exit 1; \
	done
	for old in requirements/old/*.in; do \
		uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
			--upgrade "$$old" -o "$${old%.in}.txt" || exit 1; \
	done

clean: ## remove everything that was made
	rm -rf .venv .venv-* build node_modules clients/js/dist .signet .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage

.venv/.server: pyproject.toml tokens/pyproject.toml requirements/server.txt tools/make_venv.py
	@$(PYTHON) tools/make_venv.py server
	@touch $@

.venv/.dev: pyproject.toml tokens/pyproject.toml compat/pyproject.toml clients/python/pyproject.toml requirements/dev.txt requirements/mysql.txt tools/make_venv.py
	@$(PYTHON) tools/make_venv.py dev
	@touch $@ .venv/.server
