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

# Mutated modules from the suite (once `make test` has unpacked it) and from the programs. FUZZ=1000000 for the long run,
# FIRST=1000000 for other inputs. What fails becomes a file for RegressionTests.
FUZZ ?= 20000
FIRST ?= 0
CACHE := $(or $(BOOMSLANG_CACHE),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/boomslang)
fuzz:
	$(SWIFT) build $(RELEASE) --product WasmFuzz
	.build/release/WasmFuzz --first $(FIRST) --count $(FUZZ) --output Tests/Regressions \
	  $(patsubst %,--seeds %,$(wildcard $(CACHE)/spec/* $(CACHE)/programs/proposals $(CACHE)/bench-kernels))

benchmark: build
	Benchmarks/setup.sh
	Benchmarks/run.py --check

benchmark-load: build programs
	Benchmarks/load.py

# The reference documentation, in .build-docs/documentation; a warning is an error.
docs:
	rm -rf .build-docs/symbols && mkdir -p .build-docs/symbols
	$(SWIFT) build --scratch-path .build-docs --target Boomslang -Xswiftc -emit-symbol-graph -Xswiftc -emit-symbol-graph-dir -Xswiftc $(CURDIR)/.build-docs/symbols
	"$$(dirname "$$(readlink -f "$$(command -v swiftc)")")"/docc convert --additional-symbol-graph-dir .build-docs/symbols \
	  --fallback-display-name Boomslang --fallback-bundle-identifier boomslang --warnings-as-errors --output-path .build-docs/documentation

clean:
	$(SWIFT) package clean
