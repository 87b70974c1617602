#include "data.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint64_t mix(uint64_t value) {
    uint64_t z = value + 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

uint64_t pick(uint64_t seed, uint64_t k, uint64_t count) { return mix(seed << 32 | k) % count; }

int64_t peer_id(uint64_t number) {
    const int64_t id = (int64_t)(mix(number) >> 16);
    return id ? id : 1;
}

void username_of(char out[32], uint64_t number) { snprintf(out, 32, "name_%" PRIu64, number); }

void phone_of(char out[32], uint64_t number) { snprintf(out, 32, "7%" PRIu64, 1000000000 + number); }

static struct peer *make_peer(uint64_t number, uint64_t version) {
    struct draft draft;
    char text[32];
    draft_begin(&draft);
    draft.id = peer_id(number);
    draft.access_hash = (int64_t)mix(number * 2 + 1 + (version << 40));
    draft.has_access_hash = true;
    draft.date = 0;
    draft_add(&draft, &draft.type, "user", 4);
    phone_of(text, number);
    draft_add(&draft, &draft.phone, text, strlen(text));
    username_of(text, number);
    draft_add_username(&draft, text, strlen(text));
    snprintf(text, sizeof text, "other_%" PRIu64, number);
    draft_add_username(&draft, text, strlen(text));
    return peer_of_draft(&draft);
}

int make_peers(struct peer **peers, uint64_t first, int count, uint64_t version) {
    for (int index = 0; index < count; index++)
        if (!(peers[index] = make_peer(first + (uint64_t)index, version))) return -1;
    return 0;
}

void free_peers(struct peer **peers, int count) {
    for (int index = 0; index < count; index++) free(peers[index]);
}

struct state state_at(uint64_t number, uint64_t version) {
    return (struct state){.id = (int64_t)number + 1, .pts = (int64_t)version, .qts = 1, .date = 2, .seq = 3};
}
