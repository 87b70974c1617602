// Rows in the bytes that are sealed.
#pragma once

#include "peer.h"

#include <vault.h>

struct state {
    int64_t id, pts, qts, date, seq;
};

#define STATE_ROW (1 + 8 + 1 + 4 * 8)

// The plain form, and its length, with room behind it for the padding; -1 where it would not fit a row.
long peer_row(unsigned char plain[REFERENCE_MAX_ROW], const struct draft *draft);
// Reads the plain form that the draft's bytes begin with; its texts stay where they are.
int draft_of_plain(struct draft *draft, size_t length);
// Opens the row into the draft's bytes, and reads them.
int draft_of_row(struct draft *draft, const unsigned char *row, size_t length, int64_t token,
                 const struct reference_keys *keys);

void state_row(unsigned char plain[STATE_ROW], const struct state *state);
int state_of_row(struct state *state, const unsigned char *row, size_t length, int64_t token,
                 const struct reference_keys *keys);
