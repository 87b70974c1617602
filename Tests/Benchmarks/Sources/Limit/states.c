#include "peers.h"

#include <stdlib.h>
#include <string.h>

static int take(struct store *store, sqlite3_stmt *row, struct state *state) {
    if (store->mode->seals)
        return state_of_row(state, sqlite3_column_blob(row, 1), (size_t)sqlite3_column_bytes(row, 1),
                            sqlite3_column_int64(row, 0), &store->secrets->keys);
    state->id = sqlite3_column_int64(row, 0);
    state->pts = sqlite3_column_int64(row, 1);
    state->qts = sqlite3_column_int64(row, 2);
    state->date = sqlite3_column_int64(row, 3);
    state->seq = sqlite3_column_int64(row, 4);
    return 0;
}

// 1 where it is stored.
static int read_state(struct store *store, int64_t id, struct state *state) {
    sqlite3_stmt *statement = store_statement(store, store->mode->seals ? SEALED_STATE : PLAIN_STATE);
    int status = 0;
    if (!statement) return -1;
    sqlite3_bind_int64(statement, 1, store->mode->seals ? reference_token(id, store->secrets->keys.state) : id);
    if (sqlite3_step(statement) == SQLITE_ROW) status = take(store, statement, state) == 0 ? 1 : -1;
    sqlite3_reset(statement);
    return status;
}

static int update(struct store *store, const struct state *state) {
    struct nonces nonces;
    nonces.at_once = 1;
    nonces.left = 0;
    struct state stored;
    const int found = read_state(store, state->id, &stored);
    if (found < 0 || (found == 1 && memcmp(&stored, state, sizeof stored) == 0)) return found < 0 ? -1 : 0;
    return write_state(store, state, &nonces);
}

int update_state(struct store *store, const struct state *state) {
    if (store_run(store, BEGIN_WRITE) != 0) return -1;
    return store_end(store, (store->mode->seals ? store_add_sealed_columns(store) : 0) || update(store, state) ? -1 : 0);
}

long read_states(struct store *store, struct state **states) {
    sqlite3_stmt *statement = store_statement(store, store->mode->seals ? SEALED_STATES : PLAIN_STATES);
    long count = 0, room = 0;
    int code = SQLITE_OK;
    *states = NULL;
    if (!statement) return -1;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        if (count == room) {
            room = room ? room * 2 : 64;
            struct state *larger = realloc(*states, (size_t)room * sizeof **states);
            if (!larger) break;
            *states = larger;
        }
        if (take(store, statement, &(*states)[count]) != 0) break;
        count++;
    }
    sqlite3_reset(statement);
    if (code == SQLITE_DONE) return count;
    free(*states);
    *states = NULL;
    return -1;
}
