# `make test` is the one test command. Everything it needs besides the Swift toolchain is installed by `.ci/run`.

SWIFT ?= swift
RELEASE := -c release

.PHONY: build test test-debug conformance programs check-dispatch fuzz benchmark benchmark-load docs clean

build:
	$(SWIFT) build $(RELEASE)

# Unit tests, the official suites and real programs, in a release build; then a look at the machine code.
test: programs
	$(SWIFT) build $(RELEASE) --build-tests
	$(SWIFT) test $(RELEASE) --skip-build
	$(MAKE) --no-print-directory check-dispatch

# The unit tests in a debug build, where the interpreter does without tail calls.
test-debug:
	$(SWIFT) test --filter WasmCoreTests --filter RegressionTests --filter WASITests

# The official specification testsuite alone.
conformance:
	$(SWIFT) test $(RELEASE) --filter SpecificationTests

# C programs from Debian's sources, compiled to WebAssembly into the cache; nothing is done when they are there.
programs:
	Tests/Programs/build.sh

check-dispatch: build
	Tests/check-dispatch.sh .build/release/boomslang

# FUZZ=1000000 for the long run.
FUZZ ?= 20000
fuzz:
	$(SWIFT) build $(RELEASE) --product WasmFuzz
	.build/release/WasmFuzz --count $(FUZZ)

benchmark: build
	Benchmarks/setup.sh
	Benchmarks/run.py --check

benchmark-load: build programs
	Benchmarks/load.py

docs:
	$(SWIFT) package dump-symbol-graph >/dev/null

clean:
	$(SWIFT) package clean
