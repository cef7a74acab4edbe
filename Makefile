# `make help` lists what can be made.

SWIFT ?= swift
# Pairs of a program and a company on which both evaluators must agree to the 分.
JILI_PAIRS ?= 20000
DEMO_RULES ?= Rules/jiaxing-2026.rules
DEMO_COMPANIES ?= Rules/jiaxing-2026.companies.csv
DEMO_YEAR ?= 2027

RELEASE := $(SWIFT) build -c release --product jili --static-swift-stdlib -Xlinker -s
JILI = $(shell $(RELEASE) --show-bin-path)/jili
SOURCES := Sources Tests Package.swift

.DEFAULT_GOAL := help
.PHONY: help dependencies check build demo docs test test-debug test-release test-rules fmt clean

help: ## Lists the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

dependencies: ## Installs the system libraries that are missing (Debian, Ubuntu).
	@command -v $(SWIFT) >/dev/null || { \
	  echo "Swift 6.2 or later is needed: https://www.swift.org/install" >&2; exit 1; }
	@command -v dpkg >/dev/null || exit 0; \
	missing=""; \
	for package in libreadline-dev nettle-dev; do \
	  dpkg -s $$package >/dev/null 2>&1 || missing="$$missing $$package"; \
	done; \
	[ -z "$$missing" ] && exit 0; \
	echo "installing$$missing"; \
	if [ "$$(id -u)" = 0 ]; then as=""; else as="sudo"; fi; \
	$$as apt-get update -q && $$as apt-get install -q -y $$missing

check: ## Looks at the layout of the code and its house rules; changes nothing.
	$(SWIFT) format lint --strict -r $(SOURCES)

build: dependencies ## Builds the program for use: one file that needs no Swift to run.
	$(RELEASE)

demo: build ## Runs the main job: awards with their reasons for the companies that come with Jili.
	$(JILI) batch $(DEMO_RULES) --companies $(DEMO_COMPANIES) --year $(DEMO_YEAR) --layout long

# The first run writes the page and fails, so that nobody updates unseen; the second must hold.
docs: dependencies ## Writes docs/errors.md anew from the guides of the findings.
	-JILI_UPDATE=1 $(SWIFT) test --disable-xctest --filter thePageIsWhatTheGuidesGive
	$(SWIFT) test --disable-xctest --filter thePageIsWhatTheGuidesGive

test: check test-debug test-rules test-release ## Runs every check and test.

test-debug: dependencies ## Runs the tests of all rooms.
	$(SWIFT) test --disable-xctest

test-rules: dependencies ## Runs the examples and expected tables of the policies in Rules.
	$(SWIFT) run --quiet jili test Rules

# Only these tests are worth a release build: they run both evaluators many thousand times.
test-release: dependencies ## Runs the agreement of both evaluators on many programs.
	JILI_PAIRS=$(JILI_PAIRS) $(SWIFT) test -c release --disable-xctest -Xswiftc -enable-testing \
	  --scratch-path .build-release --filter AgreementTests

fmt: ## Lays the code out.
	$(SWIFT) format -i -r $(SOURCES)

clean: ## Removes what was built.
	rm -rf .build .build-release
