# `make run` starts keymedic, `make test` runs every check; `make help` lists the rest.
# Each target makes what it needs of .venv first (.ci/make_venv.py); nothing but Python 3.10 or later is taken for granted.

# Relative, so that a checkout below a folder with a blank in its name works with `make` and `make -C`.
ROOT := $(dir $(lastword $(MAKEFILE_LIST)))
BIN := $(if $(filter Windows_NT,$(OS)),Scripts,bin)
PY := .venv/$(BIN)/python
BENCH_PY := .venv-bench/$(BIN)/python
IN_ROOT := cd "$(ROOT)" &&

# The first interpreter that is new enough; `make PYTHON=…` names another.
ifndef PYTHON
PYTHON := $(shell for python in python3 python3.13 python3.12 python3.11 python3.10 python; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1 && echo "$$python" && break; done)
endif
NEEDS_PYTHON := test -n "$(PYTHON)" || { echo 'keymedic: no Python 3.10 or later found; name one: make PYTHON=…' >&2; exit 1; }
MAKE_VENV := $(NEEDS_PYTHON); "$(PYTHON)" "$(ROOT).ci/make_venv.py"

CASES ?= ../shared/cases/field.jsonl
TARGETS ?= observer loader facts json session redactor
SECONDS ?= 300

.DEFAULT_GOAL := help
.PHONY: help run test check eval calibrate accuracy mutation docs bench fake-gemini matrix prove fuzz audit lock clean venv venv-dev

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /  make \1\t/p' "$(ROOT)Makefile" | expand -t 21

# 1 (a fault diagnosed) and 4 (undecided, out of scope) are answers, not failures. Paths in ARGS are read from make's own
# working directory: `make -C` goes to the checkout first, `make -f …/Makefile` stays where it is called.
run: venv ## start keymedic: make run, make run ARGS="diagnose error.txt"
	@"$(ROOT)$(PY)" -m keymedic $(ARGS); status=$$?; case $$status in 0|1|4) ;; *) exit $$status ;; esac

test: check ## every check; pytest comes last (PYTEST="-k words" picks some of its tests)
	@$(IN_ROOT) $(PY) -m pytest -n 2 --dist loadfile $(PYTEST)

check: venv-dev ## what `make test` does before pytest: lint, format, types, the rule base
	@$(IN_ROOT) $(PY) -m ruff check
	@$(IN_ROOT) $(PY) -m ruff format --check
	@$(IN_ROOT) { $(PY) -m basedpyright & types=$$!; failed=0; for base in kb examples/*/; do \
		for action in check test coverage; do $(PY) -m keymedic kb $$action "$$base" || failed=1; done; done; \
		wait $$types && exit $$failed; }

eval: venv ## accuracy on labelled cases: make eval CASES=file.jsonl
	@$(IN_ROOT) if test -f "$(CASES)"; then $(PY) -m keymedic eval "$(CASES)" $(ARGS); \
	else echo "keymedic: there is no $(CASES); name a file of labelled cases: make eval CASES=file.jsonl"; fi

# In an environment of its own, with keymedic as people install it: an editable install starts more slowly. The lock is
# complete, and --no-deps has pip take it as it is: experta pins a frozendict that no Python of today can import.
bench: ## every benchmark of bench/; writes docs/performance.md
	@$(MAKE_VENV) --venv "$(ROOT).venv-bench"
	@$(IN_ROOT) $(BENCH_PY) -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r requirements/bench.txt
	@$(IN_ROOT) mkdir -p .venv-bench/peers && cp bench/peers/package*.json .venv-bench/peers && if command -v npm >/dev/null; then \
		npm ci --prefix .venv-bench/peers --silent --ignore-scripts --no-audit --no-fund; \
		else echo 'keymedic: no npm here: gemini-cli and json-rules-engine are left out'; fi
	@$(IN_ROOT) rm -rf build && $(BENCH_PY) -m pip install -qq --disable-pip-version-check \
		--no-build-isolation --no-deps --force-reinstall . && rm -rf build
	@$(IN_ROOT) $(BENCH_PY) bench/performance $(ARGS)
	@$(IN_ROOT) for script in bench/*.py; do $(BENCH_PY) "$$script" || exit 1; done

fake-gemini: venv ## a stand-in for Google on this machine, to try the live checks without a key (ARGS="--port 8611")
	@$(IN_ROOT) $(PY) -m tests.standin $(ARGS)

mutation: venv-dev ## would the cases of the shipped rules notice a wrong edit? 90 % of them at least
	@"$(ROOT)$(PY)" -m keymedic kb test --mutate --least 90 --no-found-kb

calibrate: venv ## propose better words of evidence, from labelled cases: make calibrate CASES=file.jsonl
	@$(IN_ROOT) $(PY) -m keymedic kb calibrate "$(CASES)" tests/data/evaluation.jsonl $(ARGS)

accuracy: venv ## measure the accuracy on every set of cases that is there, and write docs/accuracy.md
	@$(IN_ROOT) $(PY) .ci/docs accuracy

docs: venv-dev ## write the outputs in README.md and docs/ anew, from real runs
	@$(IN_ROOT) $(PY) .ci/docs

matrix: ## the tests on every supported interpreter found (pyenv's too), each in its own .venv-X.Y
	@$(NEEDS_PYTHON); "$(PYTHON)" "$(ROOT).ci/matrix.py" $(PYTEST)

prove: venv-dev ## try to break it at length, and write docs/reliability.md (ARGS="kills hostile --size 0.1": less of it)
	@$(IN_ROOT) $(PY) .ci/prove.py $(ARGS)
	@$(IN_ROOT) KEYMEDIC_EXAMPLES=$${KEYMEDIC_EXAMPLES:-20000} $(PY) -m pytest -n 2 --timeout 14400 tests/property $(PYTEST)

# What it finds is kept in .fuzz; crashes belong into tests/fuzz/crashes.jsonl, where `make test` tries them again.
fuzz: venv-dev ## fuzz the readers of strangers' input, guided by coverage: make fuzz TARGETS="observer session" SECONDS=600
	@$(IN_ROOT) $(PY) -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
	@$(IN_ROOT) for target in $(TARGETS); do $(PY) tests/fuzz/fuzz.py $$target $(SECONDS) .fuzz || exit 1; done

audit: venv ## what the registry, and pip-audit where it is there, say of the locked dependencies
	@$(IN_ROOT) $(PY) .ci/audit.py

lock: venv ## write requirements/*.txt and sbom.cdx.json anew from pyproject.toml (ARGS=--upgrade: newest versions)
	@$(IN_ROOT) $(PY) -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/lock.txt
	@$(IN_ROOT) $(PY) .ci/lock.py $(ARGS) && $(PY) .ci/sbom.py

clean: ## remove the environments and whatever the tools left behind
	@$(IN_ROOT) rm -rf .venv .venv-* build dist *.egg-info .pytest_cache .ruff_cache .hypothesis .fuzz
	@$(IN_ROOT) find . -name __pycache__ -type d -prune -exec rm -rf {} +

venv:
	@$(MAKE_VENV)

venv-dev:
	@$(MAKE_VENV) --level dev $(if $(REQUIRE_DURABLE),--require-durable)
