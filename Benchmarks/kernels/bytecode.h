// The instruction set of bytecode.c and a small assembler for it: emit() returns where an
// instruction is, so that a forward jump can be aimed later with land().
#pragma once

typedef enum {
    NOP, PUSH, POP, DUP, OVER, SWAP, ROTATE, LOAD, STORE, INCREMENT, DECREMENT,
    LOAD_GLOBAL, STORE_GLOBAL, LOAD_HEAP, STORE_HEAP,
    ADD, SUB, MUL, DIV, MOD, AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_SIGNED,
    EQUAL, UNEQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, MINIMUM, MAXIMUM, MIX,
    NEGATE, INVERT, NOT, ADD_CONSTANT, MUL_CONSTANT, AND_CONSTANT, SHIFT_CONSTANT,
    JUMP, JUMP_IF_ZERO, JUMP_IF, CALL, ENTER, RETURN, HALT
} Opcode;

static u32 program[512], programSize;

static u32 emit(Opcode opcode, i32 argument) {
    program[programSize] = (u32)argument << 8 | opcode;
    return programSize++;
}

static void land(u32 jump) { program[jump] |= programSize << 8; }
static void enter(u32 arguments, u32 others) { emit(ENTER, (i32)(arguments | others << 8)); }
static void with(Opcode first, i32 a, Opcode second, i32 b) { emit(first, a), emit(second, b); }
