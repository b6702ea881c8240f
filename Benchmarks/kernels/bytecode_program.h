// The program that bytecode.c runs: five functions and a main that mixes their results.
#pragma once

#define HEAP_SIZE 8192
#define ROUNDS 9

// while local `a` < local `b`: returns the exit jump; the caller aims it after the loop.
static u32 whileLess(i32 a, i32 b) {
    with(LOAD, a, LOAD, b);
    emit(LESS, 0);
    return emit(JUMP_IF_ZERO, 0);
}

// collatz(n): steps down to 1.
static u32 assembleCollatz(void) {
    u32 entry = programSize;
    enter(1, 1);
    with(PUSH, 0, STORE, 1);
    u32 top = programSize;
    with(LOAD, 0, PUSH, 1);
    emit(EQUAL, 0);
    u32 done = emit(JUMP_IF, 0);
    emit(INCREMENT, 1);
    with(LOAD, 0, AND_CONSTANT, 1);
    u32 odd = emit(JUMP_IF, 0);
    with(LOAD, 0, SHIFT_CONSTANT, 1);
    with(STORE, 0, JUMP, (i32)top);
    land(odd);
    with(LOAD, 0, MUL_CONSTANT, 3);
    with(ADD_CONSTANT, 1, STORE, 0);
    emit(JUMP, (i32)top);
    land(done);
    with(LOAD, 1, RETURN, 0);
    return entry;
}

// gcd(a, b), kept on the operand stack.
static u32 assembleGcd(void) {
    u32 entry = programSize;
    enter(2, 0);
    with(LOAD, 0, LOAD, 1);
    u32 top = programSize;
    emit(DUP, 0);
    u32 done = emit(JUMP_IF_ZERO, 0);
    with(SWAP, 0, OVER, 0);
    with(MOD, 0, JUMP, (i32)top);
    land(done);
    with(POP, 0, RETURN, 0);
    return entry;
}

// sieve(limit): marks composites in the heap, counts primes.
static u32 assembleSieve(void) {
    u32 entry = programSize;
    enter(1, 3); // 1: i, 2: multiple, 3: count
    with(PUSH, 0, STORE, 1);
    u32 clear = programSize, cleared = whileLess(1, 0);
    with(PUSH, 0, LOAD, 1);
    with(STORE_HEAP, 0, INCREMENT, 1);
    emit(JUMP, (i32)clear);
    land(cleared);
    with(PUSH, 0, STORE, 3);
    with(PUSH, 2, STORE, 1);
    u32 top = programSize, done = whileLess(1, 0);
    with(LOAD, 1, LOAD_HEAP, 0);
    u32 composite = emit(JUMP_IF, 0);
    emit(INCREMENT, 3);
    with(LOAD, 1, DUP, 0);
    with(MUL, 0, STORE, 2);
    u32 mark = programSize, marked = whileLess(2, 0);
    with(PUSH, 1, LOAD, 2);
    emit(STORE_HEAP, 0);
    with(LOAD, 2, LOAD, 1);
    with(ADD, 0, STORE, 2);
    emit(JUMP, (i32)mark);
    land(marked);
    land(composite);
    with(INCREMENT, 1, JUMP, (i32)top);
    land(done);
    with(LOAD, 3, RETURN, 0);
    return entry;
}

// sort(count): fills the heap from a linear congruential generator in global 0, insertion sort,
// returns a mix of the sorted values.
static u32 assembleSort(void) {
    u32 entry = programSize;
    enter(1, 3); // 1: i, 2: j, 3: value, then the result
    with(PUSH, 0, STORE, 1);
    u32 outer = programSize, sorted = whileLess(1, 0);
    with(LOAD_GLOBAL, 0, MUL_CONSTANT, 69069);
    with(ADD_CONSTANT, 12345, DUP, 0);
    with(STORE_GLOBAL, 0, PUSH, 8);
    with(SHIFT_SIGNED, 0, STORE, 3);
    with(LOAD, 1, STORE, 2);
    u32 inner = programSize;
    emit(LOAD, 2);
    u32 atFront = emit(JUMP_IF_ZERO, 0);
    with(LOAD, 2, LOAD_HEAP, -1);
    with(LOAD, 3, GREATER, 0);
    u32 placed = emit(JUMP_IF_ZERO, 0);
    with(LOAD, 2, LOAD_HEAP, -1);
    with(LOAD, 2, STORE_HEAP, 0);
    with(DECREMENT, 2, JUMP, (i32)inner);
    land(atFront);
    land(placed);
    with(LOAD, 3, LOAD, 2);
    with(STORE_HEAP, 0, INCREMENT, 1);
    emit(JUMP, (i32)outer);
    land(sorted);
    with(PUSH, 0, STORE, 1);
    with(PUSH, 0, STORE, 3);
    u32 fold = programSize, folded = whileLess(1, 0);
    with(LOAD, 3, LOAD, 1);
    with(LOAD_HEAP, 0, MIX, 0);
    with(STORE, 3, INCREMENT, 1);
    emit(JUMP, (i32)fold);
    land(folded);
    with(LOAD, 3, RETURN, 0);
    return entry;
}

static u32 assembleFib(void) {
    u32 entry = programSize;
    enter(1, 0);
    with(LOAD, 0, PUSH, 2);
    emit(LESS, 0);
    u32 recurse = emit(JUMP_IF_ZERO, 0);
    with(LOAD, 0, RETURN, 0);
    land(recurse);
    with(LOAD, 0, ADD_CONSTANT, -1);
    with(CALL, (i32)entry, LOAD, 0);
    with(ADD_CONSTANT, -2, CALL, (i32)entry);
    with(ADD, 0, RETURN, 0);
    return entry;
}

// for local 1 from 1 to the limit in local 2: body, which leaves a value to mix into local 0.
static u32 forEach(i32 limit) {
    with(PUSH, limit, STORE, 2);
    with(PUSH, 1, STORE, 1);
    u32 top = programSize;
    emit(LOAD, 0);
    return top;
}

static void endFor(u32 top) {
    with(MIX, 0, STORE, 0);
    emit(INCREMENT, 1);
    u32 done = whileLess(1, 2);
    emit(JUMP, (i32)top);
    land(done);
}

// A blend of the operators that the functions leave out.
static void blend(void) {
    with(LOAD, 1, MUL_CONSTANT, 40503);
    with(LOAD, 1, PUSH, 5);
    with(SHIFT_LEFT, 0, XOR, 0);
    with(DUP, 0, DUP, 0);
    with(DUP, 0, NEGATE, 0);
    with(MAXIMUM, 0, LOAD, 1);
    with(OVER, 0, ROTATE, 0);
    with(PUSH, 7, SHIFT_RIGHT, 0);
    with(INVERT, 0, AND_CONSTANT, 0xFFFF);
    with(PUSH, 30000, MINIMUM, 0);
    with(SUB, 0, LESS_EQUAL, 0);
    with(NOT, 0, OR, 0);
    with(LOAD, 1, PUSH, 3);
    with(DIV, 0, GREATER_EQUAL, 0);
    with(LOAD, 1, PUSH, 6);
    with(AND, 0, UNEQUAL, 0);
    with(NOP, 0, ADD, 0);
}

static const u32 *assemble(void) {
    u32 start = emit(JUMP, 0);
    u32 collatz = assembleCollatz(), gcd = assembleGcd(), sieve = assembleSieve();
    u32 sort = assembleSort(), fib = assembleFib();
    land(start);
    enter(0, 4); // 0: checksum, 1: i, 2: limit, 3: round
    with(PUSH, 0, STORE, 0);
    with(PUSH, ROUNDS, STORE, 3);
    u32 round = programSize, top = forEach(1500);
    with(LOAD, 1, CALL, (i32)collatz);
    endFor(top);
    top = forEach(3000);
    with(LOAD, 1, PUSH, 5040);
    emit(CALL, (i32)gcd);
    endFor(top);
    top = forEach(8);
    with(LOAD, 1, MUL_CONSTANT, 1000);
    emit(CALL, (i32)sieve);
    endFor(top);
    top = forEach(3);
    with(PUSH, 400, CALL, (i32)sort);
    endFor(top);
    top = forEach(18);
    with(LOAD, 1, CALL, (i32)fib);
    endFor(top);
    top = forEach(10000);
    blend();
    endFor(top);
    with(DECREMENT, 3, LOAD, 3);
    u32 done = emit(JUMP_IF_ZERO, 0);
    emit(JUMP, (i32)round);
    land(done);
    with(LOAD, 0, HALT, 0);
    return program;
}
