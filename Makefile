# Two front doors: `make demo` and `make test`. Both set up what they need.

SHELL := /bin/sh
CACHE := $(HOME)/.cache/veyl
export CARGO_TARGET_DIR ?= $(CACHE)/target

# DuckDB is linked from its makers' prebuilt library where that can be had, and
# compiled from source (some 25 minutes on two cores) where not.
with_duckdb = \
	dir=$$(.ci/duckdb/library "$(CACHE)/duckdb-1.5.6"); \
	if [ -n "$$dir" ]; then \
		export DUCKDB_LIB_DIR="$$dir"; \
		export LD_LIBRARY_PATH="$$dir$${LD_LIBRARY_PATH:+:$$LD_LIBRARY_PATH}"; \
		export DYLD_LIBRARY_PATH="$$dir$${DYLD_LIBRARY_PATH:+:$$DYLD_LIBRARY_PATH}"; \
		features=--no-default-features; \
	else \
		echo "no prebuilt DuckDB library: compiling DuckDB, which takes a while" >&2; \
		features=; \
	fi;

# What draws charts in notebooks becomes part of the command where it can be had.
with_vega = \
	dir=$$(.ci/vega/library "$(CACHE)/vega-6.4.0"); \
	if [ -n "$$dir" ]; then export VEYL_VEGA_DIR="$$dir"; \
	else echo "no Vega: charts in pages will be tables" >&2; fi;

# Jupyter's own validator, client and converter, for the tests of notebooks and of the
# kernel, and networkx, for those of networks.
with_jupyter = \
	python="$(CACHE)/jupyter-8.10/bin/python"; wants="import nbformat, jupyter_client, nbconvert, networkx"; \
	if "$$python" -c "$$wants" >/dev/null 2>&1 || { python3 -m venv --clear "$(CACHE)/jupyter-8.10" \
		&& "$$python" -m pip install -q -r .ci/python/requirements.txt; } >/dev/null 2>&1; then \
		export VEYL_PYTHON="$$python"; \
	else echo "no Jupyter from PyPI: notebooks and the kernel were not tried in it" >&2; fi;

# A terminal for the tests of the shell: installed where we may.
with_tmux = \
	if ! command -v tmux >/dev/null 2>&1 && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		{ apt-get update -q && apt-get install -y -q --no-install-recommends tmux less; } >/dev/null 2>&1; \
	fi; \
	if command -v tmux >/dev/null 2>&1; then export VEYL_TMUX=tmux; \
	else echo "no tmux: the shell was not tried in a terminal" >&2; fi;

# Debian's Chromium: installed where we may, asked for where not.
with_chromium = \
	chromium=$$(command -v chromium || command -v chromium-browser || true); \
	if [ -z "$$chromium" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		apt-get update -q >&2 && apt-get install -y -q --no-install-recommends chromium >&2; \
		chromium=$$(command -v chromium); \
	fi; \
	if [ -z "$$chromium" ]; then echo "Chromium is missing; install it with: sudo apt-get install chromium" >&2; exit 1; fi; \
	export VEYL_CHROMIUM="$$chromium";

# The page of `veyl serve` becomes part of the command where it was built.
with_page = \
	if [ -z "$$VEYL_PAGE_DIR" ] && [ -f wasm/page/dist/index.html ]; then \
		export VEYL_PAGE_DIR="$$PWD/wasm/page/dist"; fi;

# All crates with the features that tests want: always the same ones, so that nothing
# is compiled twice.
everything = --workspace $$features --features veyl-tests/polars,veyl/trend

.PHONY: help build demo test lint bench clean tools wasm test-wasm

help:
	@echo "make demo    build, load the sample, print a summary and write reports"
	@echo "make test    every test, lints included"
	@echo "make build   the veyl command, into $(CARGO_TARGET_DIR)/release"
	@echo "make test-wasm  the npm package, in Node and in Chromium, beside the native engines"
	@echo "make wasm    the npm package with the module for JavaScript, into wasm/pkg"
	@echo "make bench   veyl beside DuckDB and Polars on the same work, as ratios; BENCH='--posts N' sets the size"
	@echo "make lint    formatting, clippy, docs, licences"
	@echo "make page    the page, into wasm/page/dist, and <veyl-dashboard> into the npm package"
	@echo "make test-page  the page in a browser; make screenshots takes pictures of it"

# A C and C++ compiler, and Rust: installed where we may, asked for where not.
tools:
	@if ! command -v c++ >/dev/null 2>&1 || ! command -v cc >/dev/null 2>&1; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
			apt-get update -q && apt-get install -y -q --no-install-recommends build-essential; \
		else \
			echo "a C++ compiler is missing; install it with: sudo apt-get install build-essential" >&2; exit 1; \
		fi; \
	fi
	@command -v cargo >/dev/null 2>&1 || { \
		echo "Rust is missing; see https://rustup.rs" >&2; exit 1; }

# The command; Polars, which only `veyl trend` needs, is minutes of compiling.
release = $(with_duckdb) $(with_vega) $(with_page) cargo build --release --locked -p veyl $$features

build: tools
	@$(release) --features trend

# Without trends, which need several reports, so that a first try does not wait for them.
demo: tools
	@$(release)
	@rm -rf demo && mkdir demo
	@set -e; veyl="$(CARGO_TARGET_DIR)/release/veyl --db demo/veyl.duckdb"; \
	$$veyl load data/sample; \
	$$veyl project apply data/sample/projects.toml; \
	$$veyl run --all; \
	$$veyl project list; \
	$$veyl view project_summary; \
	$$veyl report --all --out demo/reports --html; \
	$$veyl notebook run data/notebooks/month.md -o demo/month.html

test: tools lint
	@$(with_duckdb) $(with_vega) $(with_jupyter) $(with_tmux) $(with_chromium) set -e; \
	cargo test --locked -p veyl-core --no-default-features; \
	cargo test --locked $(everything)
	@$(MAKE) --no-print-directory test-wasm test-page

lint: tools
	@cargo fmt --all --check
	@$(with_duckdb) set -e; \
	cargo clippy --locked -p veyl-core --no-default-features --all-targets -- -D warnings; \
	cargo clippy --locked $(everything) --all-targets -- -D warnings; \
	RUSTDOCFLAGS="-D warnings" cargo doc --locked $(everything) --no-deps; \
	if command -v cargo-deny >/dev/null 2>&1; then cargo deny --locked check bans licenses sources; \
	else echo "cargo-deny is not installed: licences were not checked" >&2; fi

# The module for JavaScript and the package around it; picks its own way to a
# standard library for wasm32, prints sizes, and fails past the budget.
wasm: tools
	@.ci/wasm/build wasm/pkg "$(CACHE)/wasm-tools"

# Vite, TypeScript and what drives Chromium, which Debian brings.
with_wasm_tests = \
	tools="$(CACHE)/wasm-test-tools"; \
	if [ ! -e "$$tools/.complete" ]; then \
		rm -rf "$$tools" && mkdir -p "$$tools" && cp .ci/wasm/test/package*.json "$$tools/" \
		&& (cd "$$tools" && npm ci --ignore-scripts --no-audit --no-fund) >&2 && touch "$$tools/.complete"; \
	fi; \
	if [ -e "$$tools/.complete" ]; then export VEYL_WASM_TOOLS="$$tools"; \
	else echo "no Vite from npm: the package was not bundled" >&2; fi;

test-wasm: wasm
	@$(with_duckdb) $(with_chromium) $(with_wasm_tests) set -e; \
	export VEYL_WASM_PKG="$(CURDIR)/wasm/pkg" VEYL_PKG="$(CURDIR)/wasm/pkg"; \
	node --test wasm/npm/test/*.test.mjs; \
	cargo test --locked $(everything) --test wasm

bench: build
	@$(with_duckdb) set -e; \
	cargo bench --locked -p veyl-tests $$features --bench peers; \
	cargo bench --locked -p veyl-tests $$features --bench crossfilter -- $(BENCH); \
	cargo bench --locked -p veyl-tests $$features --features polars --bench engines -- $(BENCH)

# The page stands on the npm package that `make wasm` writes, and adds the custom element to it.
.PHONY: page test-page screenshots
page: wasm
	@cd wasm/page && npm ci --ignore-scripts --no-audit --no-fund >&2 && npm run --silent build && npm run --silent element
	@cp wasm/page/dist-element/dashboard.js wasm/page/dist-element/LICENSE-dashboard.md wasm/pkg/

test-page: page
	@$(with_duckdb) $(with_vega) $(with_chromium) set -e; cargo build --locked $(everything); \
	cd wasm/page; npm run --silent bench:build; \
	VEYL="$(CARGO_TARGET_DIR)/debug/veyl" VEYL_PAGE="$$PWD/dist" VEYL_PACKAGE="$$PWD/../pkg" node --test tests/

bench-page: build page
	@$(with_duckdb) $(with_chromium) set -e; cd wasm/page; npm run --silent bench:build; \
	VEYL="$(CARGO_TARGET_DIR)/release/veyl" node bench/run.mjs $(BENCH)

screenshots: page
	@$(with_chromium) cd wasm/page && node tests/screenshots.mjs

clean:
	rm -rf demo "$(CARGO_TARGET_DIR)"
