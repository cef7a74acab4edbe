# `make help` lists what can be made.

SWIFT ?= swift
# Pairs of a program and a company on which all evaluators must agree to the 分. `JILI_SEED` gives
# the first program; the tests print which they took.
JILI_PAIRS ?= 100000
DEMO_RULES ?= Rules/jiaxing-2026.rules
DEMO_COMPANIES ?= Rules/jiaxing-2026.companies.csv
DEMO_YEAR ?= 2027

# Loading shared libraries takes longer than computing a company, so the program holds what it uses:
# the linker finds the archives of .build-static before the system's shared libraries, and keeps
# nothing that only other programs could ask it for. With an archive of everything it needs no
# loader, and is still laid at a random address; where a system lacks one it takes what is shared.
#
# A type that is made of others is asked for by its code, not by its mangled name, which takes a
# tenth of the start to read; and nobody shall look for libraries beside the program.
RELEASE = $(SWIFT) build -c release --product jili --static-swift-stdlib --disable-local-rpath \
  -Xlinker -s -Xswiftc -Xfrontend \
  -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors $(HELD)
STATIC := $(CURDIR)/.build-static
XLSXWRITER := $(CURDIR)/.build-xlsxwriter
ifeq ($(shell uname),Linux)
HELD = -Xswiftc -L$(STATIC) -Xswiftc -use-ld=lld \
  $(if $(shell test ! -f $(STATIC)/held.a || echo 1),\
    -Xswiftc -static-executable -Xswiftc -Xclang-linker -Xswiftc -static-pie, \
    -Xswiftc -Xclang-linker -Xswiftc -static-libgcc) \
  -Xlinker --no-export-dynamic -Xlinker -z -Xlinker pack-relative-relocs
endif
JILI = $(shell $(RELEASE) --show-bin-path)/jili
SOURCES := Sources Tests Package.swift Fuzz/Sources Fuzz/Package.swift Benchmarks/One Examples

AS_ROOT := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
TEXTMATE := .build-textmate

# Forms of input, each of which has its share of the time.
FUZZ_FORMS ?= rules parser batch csv json xlsx cells prompt
FUZZ_SECONDS ?= 3600

.DEFAULT_GOAL := help
.PHONY: help dependencies check build static demo docs test test-debug test-release test-rules \
  test-editors test-terminal test-faults faults test-hostile hostile host bench bench-one \
  bench-live bench-start agreement-build test-program conformance equality money test-money mutate \
  cover test-mutants sql-tools spark-tools sql-cases sql test-sql-pairs test-sql test-spark-kill \
  fuzz fuzz-build fuzz-totals fuzz-keep fmt clean dist install test-dist documentation examples \
  lib test-lib wheel test-python

help: ## Lists the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

dependencies: ## Installs the system libraries that are missing (Debian, Ubuntu).
	@command -v $(SWIFT) >/dev/null || { \
	  echo "Swift 6.2 or later is needed: https://www.swift.org/install" >&2; exit 1; }
	@command -v dpkg >/dev/null || exit 0; \
	missing=""; \
	for package in libreadline-dev libncurses-dev nettle-dev zlib1g-dev libexpat1-dev \
	    libxlsxwriter-dev libzip-dev; do \
	  dpkg -s $$package >/dev/null 2>&1 || missing="$$missing $$package"; \
	done; \
	[ -z "$$missing" ] && exit 0; \
	echo "installing$$missing"; \
	$(AS_ROOT) apt-get update -q && $(AS_ROOT) apt-get install -q -y $$missing

# Rows of the company files, and the rounds in which every program runs once.
BENCH_ROWS ?= 1000000
BENCH_ROUNDS ?= 5
bench: build ## Times batch beside other programs that do the same job, on the same files.
	@test -x .build-bench/python/bin/python || { \
	  python3 -m venv .build-bench/python && \
	  .build-bench/python/bin/pip install -q -r Benchmarks/requirements.txt; }
	ROUNDS=$(BENCH_ROUNDS) PYTHON=$(CURDIR)/.build-bench/python/bin/python \
	  bash Benchmarks/run.sh $(BENCH_ROWS) .build-bench $(JILI)

# The companies of the yardstick, and so many of them that they do not stay in the nearest cache.
bench-one: ## Times one company in process, for programs that embed the library.
	@mkdir -p .build-bench
	python3 Benchmarks/gen_companies.py 2000 .build-bench/tidy2000.csv >&2
	$(SWIFT) build -c release --package-path Benchmarks/One --scratch-path .build-bench-one
	.build-bench-one/release/One Benchmarks/yardstick.rules .build-bench/tidy2000.csv

bench-live: build ## Times edits at the prompt on a whole file, beside DuckDB's query.
	@test -x .build-bench/python/bin/python || { \
	  python3 -m venv .build-bench/python && \
	  .build-bench/python/bin/pip install -q -r Benchmarks/requirements.txt; }
	@test -f .build-bench/tidy$(BENCH_ROWS).csv || .build-bench/python/bin/python \
	  Benchmarks/gen_companies.py $(BENCH_ROWS) .build-bench/tidy$(BENCH_ROWS).csv
	.build-bench/python/bin/python Benchmarks/live.py .build-bench/tidy$(BENCH_ROWS).csv $(JILI) \
	  $(BENCH_ROUNDS)

bench-start: build ## Times the program from its start to the first result, beside an empty one.
	python3 Benchmarks/start.py $(JILI) .build-bench/start

check: ## Looks at the layout of the code and its house rules; changes nothing.
	$(SWIFT) format lint --strict -r $(SOURCES)

# Archives may have changed, which nobody tells who links.
build: dependencies static ## Builds the program for use: one file that needs no Swift to run.
	@rm -f "$$($(RELEASE) --show-bin-path)/jili"
	$(RELEASE)

# A line of text may stand for an archive: readline is of no use without its terminal library, and
# what Sources/Lean leaves out must be known before Swift's own libraries are searched. No line is
# written where a link stands: it would go to the system's archive.
static: dependencies
	@rm -rf $(STATIC) && mkdir -p $(STATIC); \
	archive() { clang -print-file-name=$$1; }; \
	for library in libnettle.a libz.a libstdc++.a; do \
	  found=$$(archive $$library); [ ! -f "$$found" ] || ln -sf "$$found" $(STATIC)/$$library; \
	done; \
	readline=$$(archive libreadline.a) terminal=$$(archive libtinfo.a); \
	[ ! -f "$$readline" ] || [ ! -f "$$terminal" ] || \
	  echo "INPUT($$readline $$terminal)" >$(STATIC)/libreadline.a; \
	expat=$$(archive libexpat.a); [ -f "$$expat" ] || exit 0; \
	clang -O2 -fPIC -c -o $(STATIC)/absent.o Sources/Lean/absent.c && \
	$(SWIFT)c -O -parse-as-library -package-name jili -module-name FoundationEssentials \
	  -emit-object -o $(STATIC)/errors.o Sources/Lean/LocalizedError.swift && \
	objcopy --weaken $(STATIC)/errors.o && \
	ar rc $(STATIC)/absent.a $(STATIC)/absent.o $(STATIC)/errors.o && \
	echo "INPUT($(STATIC)/absent.a $$expat)" >$(STATIC)/libexpat.a && \
	ls $(STATIC)/libnettle.a $(STATIC)/libz.a $(STATIC)/libreadline.a \
	  "$$(archive libc.a)" "$$(archive rcrt1.o)" >/dev/null 2>&1 && \
	sh Sources/Lean/xlsxwriter.sh $(XLSXWRITER) && \
	clang -O2 -fPIC -ISources/CXlsxWriter/include -c -o $(STATIC)/held.o Sources/Lean/held.c && \
	ar rc $(STATIC)/held.a $(STATIC)/held.o && \
	echo "EXTERN(jili_xlsx_held) INPUT($(STATIC)/held.a $(XLSXWRITER)/libxlsxwriter.a \
	  $(STATIC)/absent.a $$expat)" >$(STATIC)/libexpat.a || \
	echo "not everything is here as an archive: the program will load shared libraries" >&2

# Builds the program, unless JILI names one.
BUILT := $(if $(filter command,$(origin JILI)),,build)
VERSION_FILE := Sources/Interpreter/Version.swift
VERSION = $(shell sed -n 's/^public let version = "\(.*\)"$$/\1/p' $(VERSION_FILE))
DIST := $(CURDIR)/.build-dist
DIST_NAME = jili-$(VERSION)-linux-$(shell uname -m)
# Every file of the archive is as old as the last change of the sources.
SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || echo 0)

dist: $(BUILT) ## Packs the program with its page, completions and documents: .build-dist/*.tar.gz.
	sh Distribution/pack.sh $(JILI) $(DIST_NAME) $(DIST) $(SOURCE_DATE_EPOCH)
	@cat $(DIST)/SHA256SUMS

# It builds nothing, so that it can run as another user than `make build`.
PREFIX ?= /usr/local
INSTALLED = $(or $(if $(BUILT),,$(JILI)),.build/release/jili)
install: ## Installs what `make build` built: make install PREFIX=/usr/local DESTDIR=.
	@test -x "$(INSTALLED)" || { echo "make build comes first" >&2; exit 1; }
	sh Distribution/lay.sh "$(INSTALLED)" "$(DESTDIR)$(PREFIX)"

# The root is fetched once; each run begins with a fresh copy of it.
test-dist: dist ## Runs the archive in a bare Debian, and its completions in three shells.
	@missing=""; \
	for package in debootstrap zsh fish tmux man-db python3; do \
	  dpkg -s $$package >/dev/null 2>&1 || missing="$$missing $$package"; \
	done; \
	[ -z "$$missing" ] || { $(AS_ROOT) apt-get update -q && \
	  $(AS_ROOT) apt-get install -q -y --no-install-recommends $$missing; }
	bash Tests/Distribution/completions.sh $(DIST) $(DIST_NAME)
	$(AS_ROOT) env SOURCE_DATE_EPOCH=$(SOURCE_DATE_EPOCH) \
	  bash Tests/Distribution/run.sh $(DIST) $(DIST_NAME) $(JILI)

# A package of its own, as a user of the library has one, asked over HTTP.
examples: dependencies ## Builds the service of the documentation, asks it, holds it to eval.
	@python3 -c "" 2>/dev/null || { \
	  $(AS_ROOT) apt-get update -q && $(AS_ROOT) apt-get install -q -y python3; }
	$(SWIFT) build --product jili
	$(SWIFT) build --package-path Examples/Eligibility --scratch-path .build-examples
	python3 Examples/Eligibility/test.py .build-examples/debug/Eligibility \
	  "$$($(SWIFT) build --show-bin-path)/jili"

# The names and comments come out of the module as it was built, so that the library depends on no
# plug-in. A name that the pages point to and that is not there is a mistake; so is an example that
# does not compile.
DOCUMENTATION := .build-documentation
MODULES = $(addprefix $(shell $(SWIFT) build --show-bin-path)/,Modules CBytes.build)
documentation: ## Builds the pages of the library: .build-documentation/Jili.doccarchive.
	$(SWIFT) build --target Jili
	python3 Tests/Documentation/examples.py Sources/Interpreter $(MODULES)
	@rm -rf $(DOCUMENTATION) && mkdir -p $(DOCUMENTATION)/symbols
	$(SWIFT) symbolgraph-extract -module-name Jili -minimum-access-level public \
	  -target $$($(SWIFT) -print-target-info | sed -n 's/.*"triple": "\(.*\)",/\1/p' | head -n 1) \
	  $(addprefix -I ,$(MODULES)) -output-dir $(DOCUMENTATION)/symbols
	docc convert Sources/Interpreter/Jili.docc --warnings-as-errors \
	  --additional-symbol-graph-dir $(DOCUMENTATION)/symbols --fallback-display-name Jili \
	  --fallback-bundle-identifier jili --output-path $(DOCUMENTATION)/Jili.doccarchive

demo: build ## Runs the main job: awards with their reasons for the companies that come with Jili.
	$(JILI) batch $(DEMO_RULES) --companies $(DEMO_COMPANIES) --year $(DEMO_YEAR) --layout long

# The first run writes the page and fails, so that nobody updates unseen; the second must hold.
docs: dependencies ## Writes docs/errors.md anew from the guides of the findings.
	-JILI_UPDATE=1 $(SWIFT) test --disable-xctest --filter thePageIsWhatTheGuidesGive
	$(SWIFT) test --disable-xctest --filter thePageIsWhatTheGuidesGive

TESTS := test-debug test-rules test-editors test-terminal test-faults test-hostile test-mutants \
  test-release test-money test-sql-pairs
test: check $(TESTS) ## Runs every check and test.

test-debug: dependencies ## Runs the tests of all rooms.
	$(SWIFT) test --disable-xctest

test-rules: dependencies ## Runs the examples and expected tables of the policies in Rules.
	$(SWIFT) run --quiet jili test Rules

# The engine of VS Code with its regular expressions comes as a part of a package for Python, pinned
# by its digest in engine.txt. It runs in Node.js.
test-editors: dependencies ## Runs the grammar for editors in the engine of VS Code.
	@missing=""; command -v node >/dev/null || missing="nodejs"; \
	python3 -m pip --version >/dev/null 2>&1 || missing="$$missing python3-pip"; \
	[ -z "$$missing" ] || $(AS_ROOT) apt-get update -q; \
	[ -z "$$missing" ] || $(AS_ROOT) apt-get install -q -y $$missing
	@mkdir -p $(TEXTMATE)
	@[ -d $(TEXTMATE)/instaui_shiki ] || { \
	  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
	    --require-hashes --dest $(TEXTMATE) -r Tests/GeneratedTests/engine.txt && \
	  python3 -m zipfile -e $(TEXTMATE)/instaui_shiki-*.whl $(TEXTMATE); }
	JILI_TEXTMATE=$(CURDIR)/$(TEXTMATE)/instaui_shiki/static \
	  $(SWIFT) test --disable-xctest --filter ScopeTests

# It has no dump of its options (Sources/Lean/absent.c), which one test reads.
test-program: build ## Runs the tests of the commands and of the prompt on the program for use.
	@command -v tmux >/dev/null || { \
	  $(AS_ROOT) apt-get update -q && $(AS_ROOT) apt-get install -q -y tmux; }
	JILI_PROGRAM=$(JILI) $(SWIFT) test --disable-xctest --filter CommandTests \
	  --skip everyOptionIsRecorded
	bash Tests/Terminal/run.sh $(JILI)

test-terminal: dependencies ## Types into the prompt at a terminal of tmux and looks at the screen.
	@command -v tmux >/dev/null || { \
	  $(AS_ROOT) apt-get update -q && $(AS_ROOT) apt-get install -q -y tmux; }
	$(SWIFT) build --product jili
	bash Tests/Terminal/run.sh "$$($(SWIFT) build --show-bin-path)/jili"

# The shim is built by the tests; strace sees calls inside of libraries too, where it may look.
FAULT_TOOLS = missing=""; \
  command -v cc >/dev/null || missing="gcc libc6-dev"; \
  command -v strace >/dev/null || missing="$$missing strace"; \
  [ -z "$$missing" ] || ! command -v apt-get >/dev/null || { \
    $(AS_ROOT) apt-get update -q && $(AS_ROOT) apt-get install -q -y $$missing; } || \
    command -v cc >/dev/null

test-faults: dependencies ## Kills and cheats the program here and there; half a minute.
	@$(FAULT_TOOLS)
	$(SWIFT) build --product jili
	python3 Tests/Faults/run.py --smoke "$$($(SWIFT) build --show-bin-path)/jili"

# The program for use may hold the C library, before which no shim can stand.
faults: agreement-build ## Kills the program at every call, and lets every call fail.
	@$(FAULT_TOOLS)
	python3 Tests/Faults/run.py .build-release/release/jili

conformance: build ## Runs the cases of the language against the program, by its command line alone.
	python3 Tests/Conformance/run.py $(JILI)

hostile: build ## Gives the program hostile rules, data and paths; looks that results are the same.
	python3 Tests/Hostile/run.py $(JILI)
	python3 Tests/Determinism/run.py $(JILI)

host: ## Ends calls from another thread; shares policies between threads under a sanitizer.
	$(SWIFT) build -c release --package-path Tests/Host --scratch-path .build-host
	.build-host/release/Host end
	$(SWIFT) build -c release --package-path Tests/Host --scratch-path .build-host-threads \
	  --sanitize thread
	.build-host-threads/release/Host share Rules

# libjili for C: it holds Swift's library and shows nothing but its own names.
LIBRARY = .build-lib
lib: ## Builds libjili.so with its header, which needs no Swift to run.
	$(SWIFT) build -c release --product JiliC --scratch-path $(LIBRARY)
	@mkdir -p $(LIBRARY)/jili/include && cp Sources/CJili/include/jili.h $(LIBRARY)/jili/include/
	$(SWIFT)c -emit-library -static-stdlib -use-ld=lld -o $(LIBRARY)/jili/libjili.so.0 \
	  @$(LIBRARY)/release/JiliC.product/Objects.LinkFileList \
	  -Xlinker --version-script=Sources/CABI/exports.map -Xlinker -soname=libjili.so.0 \
	  -Xlinker -s -Xlinker --gc-sections -no-toolchain-stdlib-rpath
	@ln -sf libjili.so.0 $(LIBRARY)/jili/libjili.so

# A wheel holds the library: whoever installs it needs neither Swift nor a compiler.
PYTHON ?= python3
wheel: lib ## Builds the package for Python into .build-lib/wheel.
	@rm -rf $(LIBRARY)/package $(LIBRARY)/wheel && cp -r Python $(LIBRARY)/package
	cp $(LIBRARY)/jili/libjili.so.0 $(LIBRARY)/package/jili/libjili.so && cp LICENSE $(LIBRARY)/package
	@test -x $(LIBRARY)/python/bin/python || $(PYTHON) -m venv $(LIBRARY)/python
	$(LIBRARY)/python/bin/pip install -q -r Python/requirements.txt
	$(LIBRARY)/python/bin/python -m build --wheel --no-isolation --outdir $(LIBRARY)/wheel \
	  $(LIBRARY)/package

test-python: wheel ## Installs the wheel and tries it with pandas, polars and pyarrow.
	$(LIBRARY)/python/bin/pip install -q --force-reinstall --no-deps $(LIBRARY)/wheel/*.whl
	$(LIBRARY)/python/bin/python -m mypy --config-file Python/pyproject.toml Python/jili
	cd Python/tests && ../../$(LIBRARY)/python/bin/python -m pytest -q .

test-lib: lib ## Uses libjili from C as it should be used and as it should not.
	bash Tests/CABI/run.sh $(LIBRARY)/jili

# Only these tests are worth a release build: they run all evaluators many thousand times.
AGREEMENT := JILI_TESTS=agreement JILI_PAIRS=$(JILI_PAIRS) $(SWIFT)
AGREEMENT_FLAGS := -c release -Xswiftc -enable-testing --scratch-path .build-release
agreement-build: dependencies
	$(AGREEMENT) build --build-tests $(AGREEMENT_FLAGS)

test-release: agreement-build ## Runs the agreement of the evaluators on many programs.
	$(AGREEMENT) test --skip-build --disable-xctest $(AGREEMENT_FLAGS)

# On a machine that does other work too, time is no measure. A quarter of the items at each run.
test-hostile: agreement-build ## Runs some hostile inputs on the program of the release build.
	python3 Tests/Hostile/run.py .build-release/release/jili --slack 5 --every 4
	python3 Tests/Determinism/run.py .build-release/release/jili 4

# Goes on where it ended: each line of the record is a stretch of seeds that agreed.
EQUALITY_PAIRS ?= 1000000
equality: agreement-build ## The same for a million pairs; goes on where the last run ended.
	bash Tests/AgreementTests/equality.sh $(EQUALITY_PAIRS) .build-equality

# The program beside the tests is built with them.
MONEY_CASES ?= 1000000
MONEY_DRIVER = $(AGREEMENT) test --skip-build --disable-xctest $(AGREEMENT_FLAGS)
MONEY = python3 Tests/Money/money.py --program .build-release/release/jili --work .build-money \
  --driver "$(MONEY_DRIVER) --filter MoneyCaseTests"
money: agreement-build ## Compares a million amounts with Python's fractions; goes on.
	$(MONEY) --cases $(MONEY_CASES)

test-money: agreement-build ## The same for 20,000 of each, and the decimal test data of CPython.
	@python3 -c "" 2>/dev/null || { \
	  $(AS_ROOT) apt-get update -q && $(AS_ROOT) apt-get install -q -y python3; }
	$(MONEY) --cases 20000

# Queries in real databases. Each program is planned anew by Spark, which takes it seconds: there
# JILI_SQL_HANDFULS=5 makes five times the companies of each.
SQL_PAIRS ?= 2000
SQL_SEED ?= 1
SQL_ENGINES ?= duckdb postgresql
SQL_POLICY_ENGINES ?= duckdb postgresql spark
SQL_PYTHON = .build-sql/python/bin/python
SQL_CASES = .build-sql/cases.jsonl
SQL_JUDGE = $(SQL_PYTHON) Tests/SQL/pairs.py --cases $(SQL_CASES) --work .build-sql
SQL_INSTALL = missing=""; \
  for package in $(1); do \
    dpkg -s $$package >/dev/null 2>&1 || missing="$$missing $$package"; \
  done; \
  [ -z "$$missing" ] || { echo "installing$$missing"; \
    $(AS_ROOT) apt-get update -q && $(AS_ROOT) apt-get install -q -y $$missing; }

sql-tools:
	@$(call SQL_INSTALL,python3-venv postgresql)
	@test -x $(SQL_PYTHON) || python3 -m venv .build-sql/python
	@$(SQL_PYTHON) -m pip install -q --disable-pip-version-check -r Tests/SQL/requirements.txt

spark-tools: sql-tools
	@$(call SQL_INSTALL,openjdk-17-jre-headless)
	@$(SQL_PYTHON) -m pip install -q --disable-pip-version-check -r Tests/SQL/spark.txt

sql-cases: agreement-build
	@mkdir -p .build-sql
	JILI_SQL_PAIRS=$(SQL_PAIRS) JILI_SEED=$(SQL_SEED) JILI_SQL_CASES=$(CURDIR)/$(SQL_CASES) \
	  $(MONEY_DRIVER) --filter SQLCaseTests

SQL_TOOLS = $(if $(findstring spark,$(SQL_ENGINES)),spark-tools,sql-tools)
sql: $(SQL_TOOLS) sql-cases ## Runs SQL_PAIRS generated pairs as queries in SQL_ENGINES.
	for engine in $(SQL_ENGINES); do $(SQL_JUDGE) --engine $$engine || exit 1; done

test-sql-pairs: sql ## Runs 2,000 generated pairs in DuckDB and PostgreSQL.
	$(SQL_JUDGE) --engine duckdb --pairs 500 --notice

test-sql: spark-tools test-sql-pairs ## Runs the policies in real databases too, Spark among them.
	$(SQL_PYTHON) Tests/SQL/policies.py --program .build-release/release/jili --work .build-sql \
	  $(SQL_POLICY_ENGINES)

test-spark-kill: spark-tools agreement-build ## Kills workers of a Spark cluster in runs.
	$(SQL_PYTHON) Tests/SQL/killed.py --program .build-release/release/jili --work .build-sql \
	  --copies 800 --city 20000

# A mutant with a verdict in .build-mutate/results.tsv is not run again.
mutate: dependencies ## Runs the tests on each mutant of Tests/Mutation, in hours; goes on.
	SWIFT=$(SWIFT) python3 Tests/Mutation/mutate.py build
	python3 Tests/Mutation/mutate.py run

# Counts slow the tests down; fewer pairs of programs and companies run the same regions.
COVER_PAIRS ?= 2000
cover: dependencies ## Runs the tests with counters; says which regions of the code nothing runs.
	SWIFT=$(SWIFT) python3 Tests/Coverage/coverage.py build
	SWIFT=$(SWIFT) JILI_PAIRS=$(COVER_PAIRS) python3 Tests/Coverage/coverage.py run
	SWIFT=$(SWIFT) python3 Tests/Coverage/coverage.py report

test-mutants: ## Looks whether the mutants' places are still in the code.
	python3 Tests/Mutation/mutate.py places

# The package manager hands two `--sanitize` to the compiler in any order, and the last one wins.
# It looks for new files of the package above only where its own description is new.
fuzz-build: dependencies
	@touch Fuzz/Package.swift
	JILI_TESTS=fuzz $(SWIFT) build -c release --package-path Fuzz --scratch-path .build-fuzz \
	  --sanitize fuzzer -Xswiftc -sanitize=fuzzer,address

# What was found stays in .build-fuzz/found: the next run goes on from there.
fuzz: fuzz-build ## Gives every form of input any bytes, for an hour in all; goes on.
	@for form in $(FUZZ_FORMS); do \
	  bash Fuzz/run.sh $$form $$(($(FUZZ_SECONDS) / $(words $(FUZZ_FORMS)))) || exit 1; \
	done
	@$(MAKE) --no-print-directory fuzz-totals

fuzz-totals: ## Shows how many inputs of each form were tried so far.
	@awk '{tried[$$2] += $$4} END {for (form in tried) printf "%-8s %9d\n", form, tried[form]}' \
	  .build-fuzz/totals.tsv | sort

fuzz-keep: fuzz-build ## Puts into Fuzz/corpus the least of what was found that does as much.
	@for form in rules batch json xlsx cells prompt; do \
	  bash Fuzz/run.sh $$form keep || exit 1; \
	done

fmt: ## Lays the code out.
	$(SWIFT) format -i -r $(SOURCES)

clean: ## Removes what was built.
	rm -rf .build .build-static .build-bench-one .build-equality .build-release .build-fuzz \
	  .build-textmate .build-dist .build-examples .build-documentation .build-cover .build-lib \
	  .build-sql
