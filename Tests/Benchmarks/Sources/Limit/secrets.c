#include "secrets.h"

#include <sodium.h>

#define IN_A_SLAB 64

// A free one says which is free next.
union cell {
    union cell *next;
    struct secrets secrets;
};

static union cell *first_free;

struct secrets *secrets_take(void) {
    if (!first_free) {
        union cell *slab = sodium_allocarray(IN_A_SLAB, sizeof *slab);
        if (!slab) return NULL;
        for (int index = 0; index < IN_A_SLAB; index++)
            slab[index].next = index + 1 < IN_A_SLAB ? &slab[index + 1] : NULL;
        first_free = slab;
    }
    union cell *cell = first_free;
    first_free = cell->next;
    return &cell->secrets;
}

void secrets_give(struct secrets *secrets) {
    union cell *cell = (union cell *)secrets;
    sodium_memzero(cell, sizeof *cell);
    cell->next = first_free;
    first_free = cell;
}
