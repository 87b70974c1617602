#include "peers.h"

#include <sodium.h>

const unsigned char *next_nonce(struct nonces *nonces) {
    if (nonces->left == 0) {
        nonces->left = nonces->at_once;
        randombytes_buf(nonces->bytes, (size_t)nonces->left * sizeof nonces->bytes[0]);
    }
    return nonces->bytes[--nonces->left];
}

void make_phone_column(const struct store *store, const struct draft *draft, struct columns *columns) {
    if (store->mode->seals && draft->phone.length)
        reference_text_token(columns->phone, draft->bytes + draft->phone.at, draft->phone.length,
                             store->secrets->keys.phone);
}

void make_columns(const struct store *store, const struct draft *draft, struct columns *columns) {
    columns->row = row_of_peer(store, draft->id);
    make_phone_column(store, draft, columns);
    for (int index = 0; store->mode->seals && index < draft->username_count; index++)
        reference_text_token(columns->usernames[index], draft->bytes + draft->usernames[index].at,
                             draft->usernames[index].length, store->secrets->keys.username);
}

void bind_name(const struct store *store, sqlite3_stmt *statement, int index, const struct draft *draft,
               struct text text, const char token[33]) {
    if (text.length == 0) sqlite3_bind_null(statement, index);
    else if (store->mode->seals) sqlite3_bind_text(statement, index, token, 32, SQLITE_STATIC);
    else sqlite3_bind_text(statement, index, draft->bytes + text.at, text.length, SQLITE_STATIC);
}

static int write_plain(struct store *store, const struct draft *draft) {
    sqlite3_stmt *write = store_statement(store, WRITE_PLAIN);
    if (!write) return -1;
    sqlite3_bind_int64(write, 1, draft->id);
    if (draft->has_access_hash) sqlite3_bind_int64(write, 2, draft->access_hash);
    else sqlite3_bind_null(write, 2);
    sqlite3_bind_text(write, 3, draft->bytes + draft->type.at, draft->type.length, SQLITE_STATIC);
    bind_name(store, write, 4, draft, draft->phone, NULL);
    sqlite3_bind_int64(write, 5, draft->date);
    return store_step_to_end(store, write);
}

static int write_sealed(struct store *store, const struct draft *draft, const struct columns *columns,
                        const struct draft *stored, struct nonces *nonces) {
    unsigned char plain[REFERENCE_MAX_ROW], sealed[REFERENCE_MAX_ROW];
    const bool is_again = stored && draft_has_same_text(draft, draft->phone, stored, stored->phone);
    const enum statement anew = !store_is_numbered(store) ? WRITE_SEALED : stored ? CHANGE_NUMBERED : ADD_NUMBERED;
    sqlite3_stmt *write = store_statement(store, is_again ? WRITE_SEALED_AGAIN : anew);
    const long length = peer_row(plain, draft);
    if (!write || length < 0) return -1;
    reference_seal_row(sealed, plain, (size_t)length, REFERENCE_PEERS, columns->row, next_nonce(nonces),
                       &store->secrets->keys);
    sqlite3_bind_int64(write, 1, columns->row);
    if (!is_again) bind_name(store, write, 2, draft, draft->phone, columns->phone);
    sqlite3_bind_blob(write, 3, sealed, (int)reference_row_length((size_t)length), SQLITE_STATIC);
    return store_step_to_end(store, write);
}

static int run_with_row(struct store *store, enum statement which, int64_t row) {
    sqlite3_stmt *statement = store_statement(store, which);
    if (!statement) return -1;
    sqlite3_bind_int64(statement, 1, row);
    return store_step_to_end(store, statement);
}

// The number of a peer's row; 0 where there is none.
static int64_t number_of(struct store *store, int64_t row) {
    sqlite3_stmt *statement = store_statement(store, NUMBER);
    if (!statement) return 0;
    sqlite3_bind_int64(statement, 1, row);
    const int64_t number = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_reset(statement);
    return number;
}

static int write_numbered_usernames(struct store *store, const struct draft *draft, const struct columns *columns,
                                    bool is_new) {
    sqlite3_stmt *add = store_statement(store, ADD_NUMBERED_USERNAME);
    const int64_t number = is_new ? sqlite3_last_insert_rowid(store->database) : number_of(store, columns->row);
    if (!add || number == 0) return -1;
    if (!is_new && run_with_row(store, REMOVE_NUMBERED_USERNAMES, number) != 0) return -1;
    for (int index = 0; index < draft->username_count; index++) {
        sqlite3_bind_int64(add, 1, columns->row);
        bind_name(store, add, 2, draft, draft->usernames[index], columns->usernames[index]);
        sqlite3_bind_int64(add, 3, number << 8 | index);
        if (store_step_to_end(store, add) != 0) return -1;
    }
    return 0;
}

static int write_usernames(struct store *store, const struct draft *draft, const struct columns *columns) {
    sqlite3_stmt *add = store_statement(store, ADD_USERNAME);
    if (!add || run_with_row(store, REMOVE_USERNAMES, columns->row) != 0) return -1;
    for (int index = 0; index < draft->username_count; index++) {
        sqlite3_bind_int64(add, 1, columns->row);
        bind_name(store, add, 2, draft, draft->usernames[index], columns->usernames[index]);
        if (store_step_to_end(store, add) != 0) return -1;
    }
    return 0;
}

static int write_names(struct store *store, const struct draft *draft, const struct columns *columns,
                       const struct draft *stored) {
    if (stored && draft_has_same_names(draft, stored)) return 0;
    return store->mode->seals && store_is_numbered(store) ? write_numbered_usernames(store, draft, columns, !stored)
                                                          : write_usernames(store, draft, columns);
}

int write_peer(struct store *store, const struct draft *draft, const struct columns *columns,
               const struct draft *stored, struct nonces *nonces) {
    const int status =
        store->mode->seals ? write_sealed(store, draft, columns, stored, nonces) : write_plain(store, draft);
    if (status != 0 || write_names(store, draft, columns, stored) != 0) return -1;
    if (store->kept) kept_note_written(store->kept, draft, stored);
    return 0;
}

int remove_peer(struct store *store, int64_t row) {
    if (store->mode->seals && store_is_numbered(store)) {
        const int64_t number = number_of(store, row);
        return run_with_row(store, REMOVE_PEER, row) || run_with_row(store, REMOVE_NUMBERED_USERNAMES, number) ? -1 : 0;
    }
    return run_with_row(store, REMOVE_PEER, row) || run_with_row(store, REMOVE_USERNAMES, row) ? -1 : 0;
}

int write_state(struct store *store, const struct state *state, struct nonces *nonces) {
    unsigned char plain[REFERENCE_MAX_ROW], sealed[REFERENCE_MAX_ROW];
    const struct reference_keys *keys = &store->secrets->keys;
    sqlite3_stmt *write = store_statement(store, store->mode->seals ? WRITE_SEALED_STATE : WRITE_PLAIN_STATE);
    if (!write) return -1;
    if (store->mode->seals) {
        const int64_t row = reference_token(state->id, keys->state);
        state_row(plain, state);
        reference_seal_row(sealed, plain, STATE_ROW, REFERENCE_STATES, row, next_nonce(nonces), keys);
        sqlite3_bind_int64(write, 1, row);
        sqlite3_bind_blob(write, 2, sealed, (int)reference_row_length(STATE_ROW), SQLITE_STATIC);
    } else {
        const int64_t values[] = {state->id, state->pts, state->qts, state->date, state->seq};
        for (int index = 0; index < 5; index++) sqlite3_bind_int64(write, index + 1, values[index]);
    }
    return store_step_to_end(store, write);
}
