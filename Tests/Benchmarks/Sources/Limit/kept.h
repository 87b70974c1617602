// Opened peers in memory of a bounded size, which is wiped at the end: as many as the library keeps of an open vault, of
// which the oldest of a few makes room. That a peer is removed it is not told.
#pragma once

#include "peer.h"

struct kept;

// Null where there is no memory.
struct kept *kept_make(void);
void kept_end(struct kept *kept);

// A peer that is kept, into the draft.
bool kept_find(const struct kept *kept, int64_t id, struct draft *draft);
// Keeps a peer as it was read; what does not fit is not kept.
void kept_put(struct kept *kept, const struct draft *draft);

// Names lead to ids by their hashes: whoever takes one looks whether the peer has it.
bool kept_owner(const struct kept *kept, const char *text, size_t length, bool is_phone, int64_t *id);
// Whether it is known that the peer has the name, and nobody else.
bool kept_is_only_owner(const struct kept *kept, const char *text, size_t length, bool is_phone, int64_t id);
// Of a peer that is not kept nothing is noted.
void kept_note_owner(struct kept *kept, const char *text, size_t length, bool is_phone, int64_t id, bool is_only);

// What a peer that is written makes untrue: that others have its names, that it has those of `stored`, which is null
// where there was none, and what is kept of it, for which it is kept as it is now.
void kept_note_written(struct kept *kept, const struct draft *draft, const struct draft *stored);
