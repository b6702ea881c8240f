#!/usr/bin/env bash
# Checks, in the machine code of a release build, that the interpreter's handlers go from one to the next by jumps.
#
# Swift does not promise tail calls; LLVM makes them when nothing has to happen after the call. A handler that calls
# the next one instead would still compute the right results, until the native stack overflows.
#
# usage: check-dispatch.sh [BINARY]     (default: .build/release/boomslang)
set -euo pipefail

binary=${1:-.build/release/boomslang}
[ -f "$binary" ] || { echo "check-dispatch: $binary is not there; build it with: swift build -c release" >&2; exit 2; }
objdump=$(command -v objdump || command -v llvm-objdump || echo "$(dirname "$(readlink -f "$(command -v swiftc)")")/llvm-objdump")
[ -x "$objdump" ] || { echo "check-dispatch: no objdump; install binutils" >&2; exit 2; }

# Handlers are the functions of the handler's type: (code, stack, memory, context, UInt64, Double, Float) -> Int32.
"$objdump" -d --no-show-raw-insn "$binary" | awk '
  function is_handler(name) { return name ~ /s5Int32VSPys6UInt64VG_Sp.*Sv.*16ExecutionContextVG/ }
  /^[0-9a-f]+ <.*>:$/ {
    name = $2; sub(/^</, "", name); sub(/>:$/, "", name)
    inside = is_handler(name)
    if (inside) { handlers++; jumped[name] = 0 }
    next
  }
  !inside { next }
  /\t(jmp|br)[a-z]* +\*?%?[a-z0-9]+$/ && /(jmp +\*|br\tx)/ { jumped[name] = 1 }
  /\tcall[a-z]* +\*/ || /\tblr\t/ { print "indirect call in " name ": " $0; bad++ }
  /\t(call|bl)[a-z]*[ \t]/ { target = $NF; gsub(/[<>]/, "", target); if (is_handler(target)) { print "call of a handler in " name ": " target; bad++ } }
  END {
    for (name in jumped) jumps += jumped[name]
    printf "check-dispatch: %d handlers, %d of them end in an indirect jump, %d bad\n", handlers, jumps, bad
    # Handlers that only trap or pass on to a slow part have no indirect jump of their own.
    if (handlers < 1000 || jumps < handlers * 0.9 || bad > 0) exit 1
  }'
