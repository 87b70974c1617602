#include "peers.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

// The library's own figure: how many rows a transaction moves.
#define PAGE 200

struct moving {
    int64_t row;
    struct peer *peer;
};

static void free_page(struct moving *page, int count) {
    for (int index = 0; index < count; index++) free(page[index].peer);
}

static bool is_of(const struct reference_keys *keys, sqlite3_stmt *row) {
    return sqlite3_column_bytes(row, 1) > 5 &&
           memcmp((const unsigned char *)sqlite3_column_blob(row, 1) + 1, keys->epoch, sizeof keys->epoch) == 0;
}

static struct peer *open_row(sqlite3_stmt *row, int64_t number, const struct reference_keys *keys) {
    struct draft draft;
    const int status =
        draft_of_row(&draft, sqlite3_column_blob(row, 1), (size_t)sqlite3_column_bytes(row, 1), number, keys);
    return status == 0 ? peer_of_draft(&draft) : NULL;
}

// The next rows from a number on, of which those under the old keys are opened; how many these are, or -1. `from` becomes
// the number after the last.
static int read_page(struct store *store, const struct reference_keys *old, int64_t *from, bool *is_last,
                     struct moving page[PAGE]) {
    sqlite3_stmt *rows = store_statement(store, SEALED_PAGE);
    int count = 0, seen = 0, code = SQLITE_ERROR;
    if (!rows) return -1;
    sqlite3_bind_int64(rows, 1, *from);
    sqlite3_bind_int(rows, 2, PAGE);
    while ((code = sqlite3_step(rows)) == SQLITE_ROW) {
        const int64_t row = sqlite3_column_int64(rows, 0);
        seen++;
        *from = row + 1;
        if (!is_of(old, rows)) continue;
        page[count] = (struct moving){row, open_row(rows, row, old)};
        if (!page[count].peer) break;
        count++;
    }
    sqlite3_reset(rows);
    *is_last = seen < PAGE;
    if (code == SQLITE_DONE) return count;
    free_page(page, count);
    return -1;
}

// A peer that is under the new key already was written since: an old row of it was put back.
static int move(struct store *store, const struct moving *moving, struct nonces *nonces) {
    struct draft draft, written;
    struct columns columns;
    if (draft_of_peer(&draft, moving->peer, moving->peer->date) != 0) return -1;
    make_columns(store, &draft, &columns);
    const int found = read_peer(store, columns.row, &written);
    if (found < 0 || remove_peer(store, moving->row) != 0) return -1;
    return found == 1 ? 0 : write_peer(store, &draft, &columns, NULL, nonces);
}

static int move_peers(struct store *store, const struct reference_keys *old) {
    struct moving page[PAGE];
    struct nonces nonces;
    int64_t from = INT64_MIN;
    bool is_last = false;
    int status = 0;
    nonces.at_once = MAX_NONCES;
    nonces.left = 0;
    while (!is_last && status == 0) {
        status = store_run(store, BEGIN_WRITE);
        const int count = status == 0 ? read_page(store, old, &from, &is_last, page) : 0;
        if (count < 0) status = -1;
        for (int index = 0; index < count && status == 0; index++) status = move(store, &page[index], &nonces);
        free_page(page, count);
        status = store_end(store, status);
    }
    return status;
}

static int move_states(struct store *store, const struct state *states, long count) {
    struct nonces nonces;
    nonces.at_once = MAX_NONCES;
    nonces.left = 0;
    int status = store_run(store, BEGIN_WRITE);
    if (status == 0) status = store_execute(store, "DELETE FROM update_state");
    for (long index = 0; index < count && status == 0; index++) status = write_state(store, &states[index], &nonces);
    return store_end(store, status);
}

// Makes sure that every row can be moved, before the first write.
static int check_rows(struct store *store, const struct reference_keys *keys) {
    struct moving page[PAGE];
    int64_t from = INT64_MIN;
    bool is_last = false;
    while (!is_last) {
        const int count = read_page(store, keys, &from, &is_last, page);
        free_page(page, count);
        if (count < 0) return -1;
    }
    return 0;
}

int rekey(struct store *store) {
    struct reference_keys old = store->secrets->keys;
    struct state *states;
    const long count = read_states(store, &states);
    int status = count < 0 ? -1 : check_rows(store, &old);
    if (status == 0) status = store_begin_epoch(store);
    if (status == 0) status = move_peers(store, &old);
    if (status == 0) status = move_states(store, states, count);
    if (status == 0) status = store_renew_envelope(store, REFERENCE_ROWS_SEALED);
    if (status == 0) status = store_execute(store, "PRAGMA wal_checkpoint(TRUNCATE)");
    sodium_memzero(&old, sizeof old);
    free(states);
    return status;
}
