// Locked memory for secrets, many in one piece: sodium_malloc takes pages of its own for each.
#pragma once

#include "store.h"

// Null where there is no locked memory left.
struct secrets *secrets_take(void);
void secrets_give(struct secrets *secrets);
