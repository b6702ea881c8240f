// A stack machine's interpreter loop: one big switch (br_table) over word code, as in CPython.
// The program it runs is in bytecode_program.h: collatz, gcd, sieve, insertion sort, recursive fib.
// checksum 0xfc2514e1
#include "kernel.h"
#include "bytecode.h"
#include "bytecode_program.h"

static i32 stack[1024], globals[16], heap[HEAP_SIZE];

typedef struct {
    const u32 *pc;
    i32 *locals;
} Frame;

static Frame frames[128];

#define BINARY(OPCODE, EXPRESSION) \
    case OPCODE: { i32 b = *--top, a = top[-1]; top[-1] = (EXPRESSION); break; }

static NOINLINE i32 interpret(const u32 *code) {
    const u32 *pc = code;
    i32 *top = stack, *locals = stack;
    Frame *frame = frames;
    for (;;) {
        u32 word = *pc++;
        i32 argument = (i32)word >> 8;
        switch ((Opcode)(word & 0xFF)) {
        case NOP: break;
        case PUSH: *top++ = argument; break;
        case POP: top--; break;
        case DUP: *top = top[-1]; top++; break;
        case OVER: *top = top[-2]; top++; break;
        case SWAP: { i32 held = top[-1]; top[-1] = top[-2]; top[-2] = held; break; }
        case ROTATE: { i32 held = top[-3]; top[-3] = top[-2]; top[-2] = top[-1]; top[-1] = held; break; }
        case LOAD: *top++ = locals[argument]; break;
        case STORE: locals[argument] = *--top; break;
        case INCREMENT: locals[argument]++; break;
        case DECREMENT: locals[argument]--; break;
        case LOAD_GLOBAL: *top++ = globals[argument]; break;
        case STORE_GLOBAL: globals[argument] = *--top; break;
        case LOAD_HEAP: top[-1] = heap[top[-1] + argument]; break;
        case STORE_HEAP: top -= 2; heap[top[1] + argument] = top[0]; break;
        BINARY(ADD, a + b)
        BINARY(SUB, a - b)
        BINARY(MUL, (i32)((u32)a * (u32)b))
        BINARY(DIV, (i32)((u32)a / (u32)b))
        BINARY(MOD, (i32)((u32)a % (u32)b))
        BINARY(AND, a & b)
        BINARY(OR, a | b)
        BINARY(XOR, a ^ b)
        BINARY(SHIFT_LEFT, (i32)((u32)a << (b & 31)))
        BINARY(SHIFT_RIGHT, (i32)((u32)a >> (b & 31)))
        BINARY(SHIFT_SIGNED, a >> (b & 31))
        BINARY(EQUAL, a == b)
        BINARY(UNEQUAL, a != b)
        BINARY(LESS, a < b)
        BINARY(LESS_EQUAL, a <= b)
        BINARY(GREATER, a > b)
        BINARY(GREATER_EQUAL, a >= b)
        BINARY(MINIMUM, a < b ? a : b)
        BINARY(MAXIMUM, a > b ? a : b)
        BINARY(MIX, (i32)mix((u32)a, (u32)b))
        case NEGATE: top[-1] = -top[-1]; break;
        case INVERT: top[-1] = ~top[-1]; break;
        case NOT: top[-1] = !top[-1]; break;
        case ADD_CONSTANT: top[-1] += argument; break;
        case MUL_CONSTANT: top[-1] = (i32)((u32)top[-1] * (u32)argument); break;
        case AND_CONSTANT: top[-1] &= argument; break;
        case SHIFT_CONSTANT: top[-1] = (i32)((u32)top[-1] >> (argument & 31)); break;
        case JUMP: pc = code + argument; break;
        case JUMP_IF_ZERO: if (!*--top) pc = code + argument; break;
        case JUMP_IF: if (*--top) pc = code + argument; break;
        case CALL: *frame++ = (Frame){pc, locals}; pc = code + argument; break;
        // Arguments become the first locals: the low byte counts them, the next one the others.
        case ENTER: locals = top - (argument & 0xFF); top += argument >> 8; break;
        case RETURN: {
            i32 result = top[-1];
            top = locals;
            *top++ = result;
            frame--;
            pc = frame->pc;
            locals = frame->locals;
            break;
        }
        case HALT: return top[-1];
        }
    }
}

i32 run(void) { return interpret(assemble()); }
