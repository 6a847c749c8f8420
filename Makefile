# The commands of this repository; `make run` and `make test` set up what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup run test check assets geometry calendar handbook screens bench clean

$(BIN)/.ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

$(BIN)/.ready-test: $(BIN)/.ready requirements-test.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-test.lock
	sh .ci/browser
	touch $@

setup: $(BIN)/.ready

run: setup
	$(BIN)/threecenter run

test: $(BIN)/.ready-test
	$(BIN)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder

check: $(BIN)/.ready-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python assets/build.py check
	$(BIN)/python -m pytest -q tests/test_architecture.py

assets: $(BIN)/.ready-test
	$(BIN)/python assets/build.py vendor
	$(BIN)/python assets/build.py pack

geometry: $(BIN)/.ready-test
	$(BIN)/python -m db.seed.make_places
	$(BIN)/python -m db.seed.make_registers
	$(BIN)/python -m db.seed.make_geometry

calendar: $(BIN)/.ready-test
	$(BIN)/python -m db.seed.make_calendar

handbook: $(BIN)/.ready
	$(BIN)/python -m dashboard.wording.handbook > docs/kpi.md

screens: $(BIN)/.ready-test
	$(BIN)/python -m tests.screens
	$(BIN)/python -m pytest tests/dashboard/live/every_wall.py

# The peers of the benchmarks, in an environment of their own.
.venv-bench: requirements-bench.lock
	$(PYTHON) -m venv $@
	$@/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.lock
	touch $@

bench: $(BIN)/.ready-test .venv-bench
	$(BIN)/python -m bench

clean:
	rm -rf $(VENV) .venv-bench build *.egg-info .pytest_cache .ruff_cache .mypy_cache
