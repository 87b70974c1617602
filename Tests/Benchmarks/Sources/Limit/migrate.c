#include "peers.h"

#include <sodium.h>
#include <stdlib.h>

// The library's own figure: how many rows a transaction seals.
#define PAGE 500

// The next plain peers from an id on; their number, or -1.
static int read_page(struct store *store, int64_t from, struct peer *page[PAGE]) {
    sqlite3_stmt *rows = store_statement(store, PLAIN_PAGE);
    struct draft draft;
    int count = 0;
    if (!rows) return -1;
    sqlite3_bind_int64(rows, 1, from);
    sqlite3_bind_int(rows, 2, PAGE);
    while (count >= 0 && sqlite3_step(rows) == SQLITE_ROW) {
        struct peer *peer = take_plain_peer(store, rows, &draft) == 0 ? peer_of_draft(&draft) : NULL;
        if (peer) page[count++] = peer;
        else count = -1;
    }
    sqlite3_reset(rows);
    return count;
}

// A sealed row of its id beside a plain one was planted. A name that two plain peers have goes to the one sealed last, and
// in the library to the one seen last.
static int seal_peer(struct store *store, const struct peer *peer, struct nonces *nonces) {
    struct draft draft, planted;
    struct columns columns;
    if (draft_of_peer(&draft, peer, peer->date) != 0) return -1;
    make_columns(store, &draft, &columns);
    if (read_peer(store, columns.row, &planted) != 0) return -1;
    if (take_names(store, &draft, &columns, nonces) != 0) return -1;
    return write_peer(store, &draft, &columns, NULL, nonces);
}

static int seal_page(struct store *store, struct peer *const *page, int count) {
    struct nonces nonces;
    nonces.at_once = MAX_NONCES;
    nonces.left = 0;
    int status = store_run(store, BEGIN_WRITE);
    for (int index = 0; index < count && status == 0; index++) status = remove_peer(store, page[index]->id);
    for (int index = 0; index < count && status == 0; index++) status = seal_peer(store, page[index], &nonces);
    return store_end(store, status);
}

static int seal_peers(struct store *store) {
    struct peer *page[PAGE];
    int64_t from = INT64_MIN;
    int count, status = 0;
    while (status == 0 && (count = read_page(store, from, page)) > 0) {
        from = page[count - 1]->id + 1;
        status = seal_page(store, page, count);
        for (int index = 0; index < count; index++) free(page[index]);
    }
    return count < 0 ? -1 : status;
}

static int seal_states(struct store *store, const struct state *states, long count) {
    struct nonces nonces;
    nonces.at_once = MAX_NONCES;
    nonces.left = 0;
    int status = store_run(store, BEGIN_WRITE);
    if (status == 0) status = store_execute(store, "DELETE FROM update_state WHERE sealed IS NULL");
    for (long index = 0; index < count && status == 0; index++) status = write_state(store, &states[index], &nonces);
    return store_end(store, status);
}

// Names stay in pages that the rows left, so the file is written anew.
static const char clear[] =
    "PRAGMA wal_checkpoint(TRUNCATE); REINDEX; DELETE FROM usernames WHERE id NOT IN (SELECT id FROM peers)";
static const char rewrite[] = "PRAGMA wal_checkpoint(TRUNCATE); VACUUM; PRAGMA wal_checkpoint(TRUNCATE)";

static int write_anew(struct store *store) {
    if (store_execute(store, clear) != 0 || (!store->mode->keeps_tables && store_number_rows(store) != 0)) return -1;
    return store_execute(store, rewrite);
}

int seal_in_place(struct store *store, const struct mode *mode) {
    struct reference_header header = {
        .flags = REFERENCE_ROWS_SEALED | REFERENCE_TRANSITION, .epoch = 1, .generation = 1};
    struct state *states;
    const long count = read_states(store, &states);
    if (count < 0) return -1;
    randombytes_buf(header.vault_id, sizeof header.vault_id);
    randombytes_buf(store->secrets->data_key, sizeof store->secrets->data_key);
    store->mode = mode;
    // The auth key first, then what it makes readable.
    int status = store_make_envelope(store, &header) || store_add_sealed_columns(store) || seal_peers(store) ||
                         seal_states(store, states, count) || write_anew(store)
                     ? -1
                     : 0;
    free(states);
    return status == 0 ? store_renew_envelope(store, REFERENCE_ROWS_SEALED) : -1;
}
