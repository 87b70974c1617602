#include "peers.h"

#include <string.h>
#include <time.h>

// The library's own figures: how many peers a transaction has, and for how long a stored peer is as good as seen now.
#define BATCH 50
#define FRESH 3600
#define MAX_OWNERS 16

// Takes a name off one who is not to have it any longer; its row keeps its date.
static int strip(struct store *store, int64_t row, const struct draft *taker, struct text name, bool is_phone,
                 struct nonces *nonces) {
    struct draft before, after;
    const int found = read_peer(store, row, &before);
    if (found != 1) return found;
    after = before;
    if (is_phone) after.phone.length = 0;
    else {
        after.username_count = 0;
        for (int index = 0; index < before.username_count; index++)
            if (!draft_has_same_text(&before, before.usernames[index], taker, name))
                after.usernames[after.username_count++] = before.usernames[index];
    }
    struct columns columns;
    make_columns(store, &after, &columns);
    return write_peer(store, &after, &columns, &before, nonces);
}

// Who has a name that another had takes it from that one: so each update asks who has its names. Where that is the peer
// itself, whose row was read before, there is nothing to read once more.
static int take_name(struct store *store, const struct draft *taker, int64_t row, struct text name,
                     const char token[33], bool is_phone, struct nonces *nonces) {
    int64_t owners[MAX_OWNERS];
    int count = 0, status = 0;
    const char *text = taker->bytes + name.at;
    if (store->kept && kept_is_only_owner(store->kept, text, name.length, is_phone, taker->id)) return 0;
    sqlite3_stmt *statement = store_statement(store, is_phone ? OWNERS_OF_PHONE : OWNERS_OF_USERNAME);
    if (!statement) return -1;
    bind_name(store, statement, 1, taker, name, token);
    while (sqlite3_step(statement) == SQLITE_ROW && count < MAX_OWNERS) {
        const int64_t owner = sqlite3_column_int64(statement, 0);
        if (owner != row) owners[count++] = owner;
    }
    sqlite3_reset(statement);
    for (int index = 0; index < count && status == 0; index++)
        status = strip(store, owners[index], taker, name, is_phone, nonces);
    // Whoever takes it has it when this one's row is written.
    if (store->kept && status == 0) kept_note_owner(store->kept, text, name.length, is_phone, taker->id, true);
    return status;
}

int take_names(struct store *store, const struct draft *draft, const struct columns *columns, struct nonces *nonces) {
    for (int index = 0; index < draft->username_count; index++)
        if (take_name(store, draft, columns->row, draft->usernames[index], columns->usernames[index], false, nonces) != 0)
            return -1;
    if (draft->phone.length == 0) return 0;
    return take_name(store, draft, columns->row, draft->phone, columns->phone, true, nonces);
}

// Whether the same was written less than an hour ago.
static bool is_as_stored(const struct draft *draft, const struct draft *stored, int64_t now) {
    const int64_t age = now - stored->date;
    return age >= 0 && age < FRESH && draft_has_same_values(draft, stored);
}

// What an update does not say stays as it is stored.
static int keep_stored(const struct store *store, struct draft *draft, const struct draft *stored,
                       struct columns *columns) {
    if (!draft->has_access_hash) {
        draft->has_access_hash = stored->has_access_hash;
        draft->access_hash = stored->access_hash;
    }
    if (draft->phone.length) return 0;
    if (draft_add(draft, &draft->phone, stored->bytes + stored->phone.at, stored->phone.length) != 0) return -1;
    make_phone_column(store, draft, columns);
    return 0;
}

// Whether what is said of a peer is what is kept, of names that are known to be its own alone.
static bool is_kept_unchanged(const struct store *store, const struct draft *draft, int64_t now) {
    struct draft stored;
    if (!store->kept || !kept_find(store->kept, draft->id, &stored) || !is_as_stored(draft, &stored, now)) return false;
    for (int index = 0; index < draft->username_count; index++)
        if (!kept_is_only_owner(store->kept, draft->bytes + draft->usernames[index].at, draft->usernames[index].length,
                                false, draft->id))
            return false;
    return draft->phone.length == 0 ||
           kept_is_only_owner(store->kept, draft->bytes + draft->phone.at, draft->phone.length, true, draft->id);
}

// The same job as the library's for one peer of a batch: the stored peer, the owners of the names, the merge, and a write
// unless the same is stored.
static int update_peer(struct store *store, const struct peer *peer, int64_t now, struct nonces *nonces) {
    struct draft draft, stored;
    struct columns columns;
    if (draft_of_peer(&draft, peer, now) != 0) return -1;
    if (is_kept_unchanged(store, &draft, now)) return 0;
    make_columns(store, &draft, &columns);
    const int found = find_peer(store, draft.id, &stored);
    if (found < 0) return -1;
    if (take_names(store, &draft, &columns, nonces) != 0) return -1;
    if (found == 0) return write_peer(store, &draft, &columns, NULL, nonces);
    if (keep_stored(store, &draft, &stored, &columns) != 0) return -1;
    return is_as_stored(&draft, &stored, now) ? 0 : write_peer(store, &draft, &columns, &stored, nonces);
}

static int begin(struct store *store) {
    if (store_run(store, BEGIN) != 0) return -1;
    return store->mode->seals ? store_add_sealed_columns(store) : 0;
}

int update_peers(struct store *store, struct peer *const *peers, int count) {
    const int64_t now = time(NULL);
    struct nonces nonces;
    nonces.at_once = BATCH;
    nonces.left = 0;
    for (int first = 0; first < count; first += BATCH) {
        int status = begin(store);
        for (int index = first; index < count && index < first + BATCH && status == 0; index++)
            status = update_peer(store, peers[index], now, &nonces);
        if (store_end(store, status) != 0) return -1;
    }
    return 0;
}

int add_new_peers(struct store *store, struct peer *const *peers, int count) {
    const int64_t now = time(NULL);
    struct nonces nonces;
    nonces.at_once = BATCH;
    nonces.left = 0;
    struct draft draft;
    struct columns columns;
    int status = begin(store);
    for (int index = 0; index < count && status == 0; index++) {
        status = draft_of_peer(&draft, peers[index], now);
        if (status != 0) break;
        make_columns(store, &draft, &columns);
        status = write_peer(store, &draft, &columns, NULL, &nonces);
    }
    return store_end(store, status);
}
