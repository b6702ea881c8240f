// A dictionary with string keys, as CPython's is: hash, perturbed probing, compare, resize, delete.
// checksum 0xcf812118
#include "kernel.h"

#define WORDS 20000
#define OPERATIONS 1200000
#define MAX_SLOTS 65536

typedef struct {
    const u8 *bytes;
    u32 length;
} Word;

typedef struct {
    const Word *key;
    u32 hash;
    i32 value;
} Slot;

static u8 characters[WORDS * 16];
static Word words[WORDS];
static Slot slots[2][MAX_SLOTS];
static Slot *table = slots[0];
static u32 mask = 7, filled, live;
static const Word deleted;

static NOINLINE u32 hashOf(const Word *word) {
    u32 hash = 2166136261u;
    for (u32 i = 0; i < word->length; i++) hash = (hash ^ word->bytes[i]) * 16777619u;
    return hash;
}

static NOINLINE u32 isEqual(const Word *a, const Word *b) {
    if (a->length != b->length) return 0;
    for (u32 i = 0; i < a->length; i++)
        if (a->bytes[i] != b->bytes[i]) return 0;
    return 1;
}

// The slot that holds the key, or else the empty one where the search ended.
static NOINLINE Slot *find(const Word *key, u32 hash) {
    u32 perturb = hash, index = hash & mask;
    for (;;) {
        Slot *slot = &table[index];
        if (!slot->key || slot->key == key) return slot;
        if (slot->hash == hash && slot->key != &deleted && isEqual(slot->key, key)) return slot;
        perturb >>= 5;
        index = (index * 5 + perturb + 1) & mask;
    }
}

static NOINLINE void resize(void) {
    Slot *old = table, *end = table + mask + 1;
    while (mask + 1 < live * 3 && mask + 1 < MAX_SLOTS) mask = mask * 2 + 1;
    table = old == slots[0] ? slots[1] : slots[0];
    __builtin_memset(table, 0, (mask + 1) * sizeof(Slot));
    for (; old < end; old++)
        if (old->key && old->key != &deleted) *find(old->key, old->hash) = *old;
    filled = live;
}

static NOINLINE void add(const Word *key, i32 amount) {
    u32 hash = hashOf(key);
    Slot *slot = find(key, hash);
    if (!slot->key) {
        *slot = (Slot){key, hash, 0};
        live++;
        if (++filled * 3 > mask * 2) {
            resize();
            slot = find(key, hash);
        }
    }
    slot->value += amount;
}

static NOINLINE i32 removeKey(const Word *key) {
    Slot *slot = find(key, hashOf(key));
    if (!slot->key) return 0;
    slot->key = &deleted;
    live--;
    return slot->value;
}

i32 run(void) {
    u32 checksum = 0;
    for (u32 i = 0; i < WORDS; i++) {
        u8 *bytes = characters + i * 16;
        words[i] = (Word){bytes, 3 + randomNext() % 12};
        for (u32 at = 0; at < words[i].length; at++) bytes[at] = 'a' + randomNext() % 26;
    }
    for (u32 step = 0; step < OPERATIONS; step++) {
        u32 draw = randomNext();
        // A copy of the word's header, so that most hits compare the characters.
        Word key = words[draw % WORDS];
        if (draw >> 29 == 0) checksum = mix(checksum, (u32)removeKey(&key));
        else add(&words[draw % WORDS], (i32)(draw >> 24));
        Slot *slot = find(&key, hashOf(&key));
        if (slot->key) checksum = mix(checksum, (u32)slot->value);
    }
    return (i32)mix(checksum, live);
}
