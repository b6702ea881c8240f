// Reference-counted objects on free lists: allocate, chase pointers, sort a list, release.
// checksum 0x42fc2a0e
#include "kernel.h"

#define POOL (1 << 18)
#define CLASSES 8
#define ITEMS 3000
#define ROUNDS 130

typedef struct Object Object;
typedef struct Type {
    void (*destroy)(Object *);
    i32 (*compare)(const Object *, const Object *);
} Type;

struct Object {
    u32 references;
    const Type *type;
};

typedef struct {
    Object base;
    i32 value;
} Integer;

typedef struct Cell {
    Object base;
    Object *item;
    struct Cell *next;
} Cell;

static u8 pool[POOL] __attribute__((aligned(16)));
static u32 poolUsed;
static void *freeLists[CLASSES];

static NOINLINE void *allocate(u32 size) {
    u32 class = (size - 1) / 8;
    void **block = freeLists[class];
    if (block) {
        freeLists[class] = *block;
        return block;
    }
    u32 start = poolUsed;
    poolUsed += (class + 1) * 8;
    if (poolUsed > POOL) __builtin_trap();
    return pool + start;
}

static NOINLINE void release(void *block, u32 size) {
    *(void **)block = freeLists[(size - 1) / 8];
    freeLists[(size - 1) / 8] = block;
}

static inline void unref(Object *object) {
    if (object && --object->references == 0) object->type->destroy(object);
}

static void destroyInteger(Object *object) { release(object, sizeof(Integer)); }

static i32 compareInteger(const Object *a, const Object *b) {
    i32 x = ((const Integer *)a)->value, y = ((const Integer *)b)->value;
    return (x > y) - (x < y);
}

// A loop, not recursion: a long list must not need a deep stack.
static void destroyCell(Object *object) {
    Cell *cell = (Cell *)object;
    while (cell && cell->base.references == 0) {
        Cell *next = cell->next;
        unref(cell->item);
        release(cell, sizeof(Cell));
        if (next) next->base.references--;
        cell = next;
    }
}

Type integerType = {destroyInteger, compareInteger}, cellType = {destroyCell, 0};

static NOINLINE Object *newInteger(i32 value) {
    Integer *integer = allocate(sizeof(Integer));
    *integer = (Integer){{1, &integerType}, value};
    return &integer->base;
}

static NOINLINE Cell *cons(Object *item, Cell *next) {
    Cell *cell = allocate(sizeof(Cell));
    *cell = (Cell){{1, &cellType}, item, next};
    return cell;
}

static NOINLINE Cell *mergeSort(Cell *list) {
    if (!list || !list->next) return list;
    Cell *slow = list, *fast = list->next;
    while (fast && fast->next) slow = slow->next, fast = fast->next->next;
    Cell *second = mergeSort(slow->next);
    slow->next = 0;
    Cell *first = mergeSort(list), *head = 0, **tail = &head;
    while (first && second) {
        Cell **least = first->item->type->compare(first->item, second->item) <= 0 ? &first : &second;
        *tail = *least;
        *least = (*least)->next;
        tail = &(*tail)->next;
    }
    *tail = first ? first : second;
    return head;
}

// A new list of the items for which the bit test holds; both lists own each item.
static NOINLINE Cell *filter(const Cell *list, i32 bit) {
    Cell *result = 0;
    for (; list; list = list->next)
        if (((const Integer *)list->item)->value & bit) {
            list->item->references++;
            result = cons(list->item, result);
        }
    return result;
}

i32 run(void) {
    u32 checksum = 0;
    for (u32 round = 0; round < ROUNDS; round++) {
        Cell *list = 0;
        for (u32 i = 0; i < ITEMS; i++) list = cons(newInteger((i32)randomNext()), list);
        list = mergeSort(list);
        for (u32 bit = 0; bit < 16; bit++) {
            Cell *part = filter(list, 1 << bit);
            for (Cell *cell = part; cell; cell = cell->next)
                checksum = mix(checksum, (u32)((Integer *)cell->item)->value);
            unref((Object *)part);
        }
        unref((Object *)list);
    }
    return (i32)checksum;
}
