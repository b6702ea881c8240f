#!/usr/bin/env bash
# Runs tests with ThreadSanitizer, which finds memory that threads share without a lock.
#
#     Tests/ThreadSanitizer/run.sh [FILTER...]      instances, images and stores on many threads
#
# ThreadSanitizer does not know `Synchronization.Mutex` on Linux. So this builds a copy of the package in which a lock that it knows has its
# name. Compiled code jumps between contexts, which it does not follow: everything is interpreted, by the loop of debug builds, as
# tail calls do not survive it either. Takes four minutes the first time.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
package=$(cd "$here/../.." && pwd)
copy="$package/.build-threads"
filters=("$@")
((${#filters[@]})) || filters=(IsolationTests WasmCoreTests.FreezeTests/manyThreads WasmCoreTests.ThreadTests WASITests.ImageTests/manyThreads)

mkdir -p "$copy"
tar -C "$package" --exclude='./.build*' --exclude=./.git -c . | tar -C "$copy" -x
for target in Sources/WasmCore/Model Sources/WasmCore/Runtime Sources/WASI/Host Sources/Boomslang/Threads \
  Tests/BoomslangTests/Support Tests/WasmCoreTests/Support Tests/EngineTestSupport; do
  cp "$here/Mutex.swift" "$copy/$target/"
done

cd "$copy"
export BOOMSLANG_AOT=0
options=(-c release --sanitize=thread -Xswiftc -DDEBUG)
swift build "${options[@]}" --build-tests
export BOOMSLANG_ISOLATION_SECONDS="${BOOMSLANG_ISOLATION_SECONDS:-60}"
export TSAN_OPTIONS="suppressions=$here/suppressions.txt handle_segv=0 history_size=4"
for filter in "${filters[@]}"; do
  echo "== $filter"
  swift test "${options[@]}" --skip-build --filter "$filter"
done
echo "no reports"
