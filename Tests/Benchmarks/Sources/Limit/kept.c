#include "kept.h"

#include "row.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

// 16,384 peers, as the library keeps, and room for four names of each; the oldest of a set goes first.
#define WAYS 8
#define PEER_SETS 2048
#define NAME_SETS 8192
// The longest plain form that is kept; an ordinary one has less than 100 bytes.
#define MAX_KEPT 502

struct kept_peer {
    int64_t id;
    uint16_t length;
    unsigned char plain[MAX_KEPT];
};

struct kept_name {
    uint64_t hash;
    int64_t id;
    bool is_only;
};

struct kept {
    unsigned char key[crypto_shorthash_KEYBYTES];
    uint8_t oldest_peer[PEER_SETS], oldest_name[NAME_SETS];
    struct kept_peer peers[PEER_SETS][WAYS];
    struct kept_name names[NAME_SETS][WAYS];
};

struct kept *kept_make(void) {
    struct kept *kept = calloc(1, sizeof *kept);
    if (kept) randombytes_buf(kept->key, sizeof kept->key);
    return kept;
}

void kept_end(struct kept *kept) {
    if (!kept) return;
    sodium_memzero(kept, sizeof *kept);
    free(kept);
}

static uint64_t hash_of(const struct kept *kept, const void *bytes, size_t length) {
    uint64_t hash;
    crypto_shorthash((unsigned char *)&hash, bytes, length, kept->key);
    return hash;
}

static unsigned set_of_peer(const struct kept *kept, int64_t id) {
    return (unsigned)(hash_of(kept, &id, sizeof id) % PEER_SETS);
}

// An empty place has no length.
static const struct kept_peer *place_of_peer(const struct kept *kept, int64_t id) {
    const struct kept_peer *set = kept->peers[set_of_peer(kept, id)];
    for (int way = 0; way < WAYS; way++)
        if (set[way].id == id && set[way].length) return &set[way];
    return NULL;
}

bool kept_find(const struct kept *kept, int64_t id, struct draft *draft) {
    const struct kept_peer *place = place_of_peer(kept, id);
    if (!place) return false;
    memcpy(draft->bytes, place->plain, place->length);
    return draft_of_plain(draft, place->length) == 0;
}

static void fill(struct kept_peer *place, const struct draft *draft) {
    unsigned char plain[REFERENCE_MAX_ROW];
    const long length = peer_row(plain, draft);
    sodium_memzero(place, sizeof *place);
    if (length < 0 || length > MAX_KEPT) return;
    place->id = draft->id;
    place->length = (uint16_t)length;
    memcpy(place->plain, plain, (size_t)length);
}

void kept_put(struct kept *kept, const struct draft *draft) {
    const unsigned set = set_of_peer(kept, draft->id);
    for (int way = 0; way < WAYS; way++)
        if (kept->peers[set][way].length == 0) return fill(&kept->peers[set][way], draft);
    fill(&kept->peers[set][kept->oldest_peer[set]++ % WAYS], draft);
}

// Usernames and numbers are hashed apart. No hash is 0, which an empty place has: the lowest two bits tell the kind.
static uint64_t hash_of_name(const struct kept *kept, const char *text, size_t length, bool is_phone) {
    return (hash_of(kept, text, length) & ~(uint64_t)3) | (is_phone ? 1 : 2);
}

static struct kept_name *place_of_name(struct kept_name set[WAYS], uint64_t hash) {
    for (int way = 0; way < WAYS; way++)
        if (set[way].hash == hash) return &set[way];
    return NULL;
}

static const struct kept_name *name_of(const struct kept *kept, const char *text, size_t length, bool is_phone) {
    const uint64_t hash = hash_of_name(kept, text, length, is_phone);
    return place_of_name(((struct kept *)kept)->names[hash / 4 % NAME_SETS], hash);
}

bool kept_owner(const struct kept *kept, const char *text, size_t length, bool is_phone, int64_t *id) {
    const struct kept_name *name = name_of(kept, text, length, is_phone);
    if (name) *id = name->id;
    return name != NULL;
}

bool kept_is_only_owner(const struct kept *kept, const char *text, size_t length, bool is_phone, int64_t id) {
    const struct kept_name *name = name_of(kept, text, length, is_phone);
    return name && name->is_only && name->id == id;
}

void kept_note_owner(struct kept *kept, const char *text, size_t length, bool is_phone, int64_t id, bool is_only) {
    if (!place_of_peer(kept, id)) return;
    const uint64_t hash = hash_of_name(kept, text, length, is_phone);
    const unsigned set = (unsigned)(hash / 4 % NAME_SETS);
    struct kept_name *name = place_of_name(kept->names[set], hash);
    if (name && name->id == id && !is_only) return;
    if (!name) name = place_of_name(kept->names[set], 0);
    if (!name) name = &kept->names[set][kept->oldest_name[set]++ % WAYS];
    *name = (struct kept_name){hash, id, is_only};
}

static void forget_name(struct kept *kept, const struct draft *draft, struct text text, bool is_phone, int64_t but) {
    struct kept_name *name = (struct kept_name *)name_of(kept, draft->bytes + text.at, text.length, is_phone);
    if (name && name->id != but) *name = (struct kept_name){0};
}

// Those that are the peer's own, where one is named, are left.
static void forget_names(struct kept *kept, const struct draft *draft, int64_t but) {
    for (int index = 0; index < draft->username_count; index++)
        forget_name(kept, draft, draft->usernames[index], false, but);
    if (draft->phone.length) forget_name(kept, draft, draft->phone, true, but);
}

void kept_note_written(struct kept *kept, const struct draft *draft, const struct draft *stored) {
    const bool has_same_names = stored && draft_has_same_names(draft, stored) &&
                                draft_has_same_text(draft, draft->phone, stored, stored->phone);
    if (stored && !has_same_names) forget_names(kept, stored, 0);
    forget_names(kept, draft, draft->id);
    struct kept_peer *place = (struct kept_peer *)place_of_peer(kept, draft->id);
    if (place) fill(place, draft);
}
