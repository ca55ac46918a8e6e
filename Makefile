# Everything a newcomer or a machine needs: two commands, "make demo" and "make test".
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: help demo test lint generate editor bench bench-large conformance coverage clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(STAMP): pyproject.toml tests/server/clients.txt
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is needed; or say: make PYTHON=python3"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --requirement tests/server/clients.txt
	@touch $@

demo: $(STAMP) ## Two real questions: converted, checked, loaded, asked
	@mkdir -p demo
	pqgraph build examples/*.txt --store demo/store --replace --output demo/questions.ttl
	pqgraph validate demo/questions.ttl
	pqgraph query members-by-topic topic=SEND --store demo/store

# A file's tests stay in one process, which makes its stores and servers once; each file has servers of its own, so
# there are not more than four.
test: $(STAMP) lint ## Style, types and all tests
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

lint: $(STAMP) ## Style, types, generated files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python tools/generate.py --check
	$(BIN)/python tools/docs.py --check

generate: $(STAMP) ## Rewrite what is generated: terms.py, context.jsonld, docs
	$(BIN)/python tools/generate.py
	$(BIN)/python tools/docs.py

editor: $(STAMP) ## Fetch the SPARQL editor from npm, to be packed with the server
	$(BIN)/python tools/editor.py

bench: $(STAMP) ## Speed against peers on the same work in one run
	$(BIN)/python benchmarks/convert.py
	$(BIN)/python benchmarks/build.py
	$(BIN)/python benchmarks/readers.py
	$(BIN)/python benchmarks/topics.py

bench-large: $(STAMP) ## Queries, search and server on 700,000 questions (an hour, 6 GB of disk)
	$(BIN)/python benchmarks/corpus.py --store demo/large
	$(BIN)/python benchmarks/queries.py --store demo/large
	$(BIN)/python benchmarks/search.py --store demo/large
	$(BIN)/python benchmarks/serve.py demo/large

conformance: $(STAMP) ## The Linked Data API's cases, the SPARQL protocol, and the queries in other stores
	$(BIN)/python -m pytest tests/test_lda_conformance.py tests/server/test_sparql_protocol.py tests/servers

coverage: $(STAMP) ## What becomes of every real record: docs/coverage.md
	$(BIN)/python benchmarks/coverage.py

clean: ## Remove what make made
	rm -rf $(VENV) demo dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
