// The data that all contenders have: numbers make peers, and requests pick numbers.
#pragma once

#include "peer.h"
#include "row.h"

uint64_t mix(uint64_t value);
// The k-th pick of a request with that seed among so many.
uint64_t pick(uint64_t seed, uint64_t k, uint64_t count);

int64_t peer_id(uint64_t number);
// Peers first, first + 1 and so on, each a block of its own.
int make_peers(struct peer **peers, uint64_t first, int count, uint64_t version);
void free_peers(struct peer **peers, int count);
void username_of(char out[32], uint64_t number);
void phone_of(char out[32], uint64_t number);

#define STATES 1000
struct state state_at(uint64_t number, uint64_t version);
