# Plenary. `make demo` and `make test` do all their own set-up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SIZE ?= typical
PORT ?= 8000
WORKERS ?= 2

.PHONY: demo test bench check install lock clean

demo: $(VENV)/.installed
	DATABASE_URL=sqlite:///var/demo.sqlite PLENARY_LOG_LEVEL=warning $(BIN)/plenary demo --size $(SIZE) --port $(PORT)

# Every process of the tests would compile the program anew if it might not keep the result.
test: export PYTHONDONTWRITEBYTECODE :=
test: $(VENV)/.installed-dev
	$(BIN)/python -m tests.provision
	$(BIN)/pytest -n $(WORKERS) --dist worksteal --ignore=tests/browser
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder tests/browser

bench: $(VENV)/.installed-dev
	$(BIN)/python -m tests.bench

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

install: $(VENV)/.installed

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml requirements.lock
	$(BIN)/pip install --quiet --constraint requirements.lock --editable .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/pip install --quiet --constraint requirements.lock --editable '.[dev]'
	touch $@

lock: $(VENV)/.installed-dev
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev \
	  --no-header --no-annotate --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) var build *.egg-info
