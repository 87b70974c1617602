#include "peers.h"

#include <string.h>
#include <time.h>

#define USERNAME_LIFE (8 * 3600)

int64_t row_of_peer(const struct store *store, int64_t id) {
    return store->mode->seals ? reference_token(id, store->secrets->keys.id) : id;
}

static int take_usernames(struct store *store, struct draft *draft) {
    sqlite3_stmt *names = store_statement(store, USERNAMES);
    int code, status = 0;
    if (!names) return -1;
    sqlite3_bind_int64(names, 1, draft->id);
    while (status == 0 && (code = sqlite3_step(names)) == SQLITE_ROW)
        status = draft_add_username(draft, sqlite3_column_text(names, 0), (size_t)sqlite3_column_bytes(names, 0));
    sqlite3_reset(names);
    return status == 0 && code == SQLITE_DONE ? 0 : -1;
}

int take_plain_peer(struct store *store, sqlite3_stmt *row, struct draft *draft) {
    draft_begin(draft);
    draft->id = sqlite3_column_int64(row, 0);
    draft->has_access_hash = sqlite3_column_type(row, 1) != SQLITE_NULL;
    draft->access_hash = sqlite3_column_int64(row, 1);
    draft->date = sqlite3_column_int64(row, 4);
    const unsigned char *type = sqlite3_column_text(row, 2), *phone = sqlite3_column_text(row, 3);
    if (draft_add(draft, &draft->type, type, (size_t)sqlite3_column_bytes(row, 2)) != 0 ||
        draft_add(draft, &draft->phone, phone, (size_t)sqlite3_column_bytes(row, 3)) != 0)
        return -1;
    return take_usernames(store, draft);
}

int take_sealed_peer(struct store *store, sqlite3_stmt *row, struct draft *draft) {
    return draft_of_row(draft, sqlite3_column_blob(row, 1), (size_t)sqlite3_column_bytes(row, 1),
                        sqlite3_column_int64(row, 0), &store->secrets->keys);
}

static int take_row(struct store *store, sqlite3_stmt *row, struct draft *draft) {
    return store->mode->seals ? take_sealed_peer(store, row, draft) : take_plain_peer(store, row, draft);
}

// Whether the row that a statement is at is later than the one that was, by date and then by number.
static bool is_later(const struct store *store, sqlite3_stmt *row, int64_t date, int64_t number) {
    const int64_t own = store->mode->seals ? 0 : sqlite3_column_int64(row, 4);
    return own > date || (own == date && sqlite3_column_int64(row, 0) > number);
}

// Steps a statement whose value is bound, takes the latest of its rows, and gets it ready for the next time. 1 where there
// is one.
static int take(struct store *store, sqlite3_stmt *statement, struct draft *draft) {
    int64_t date = 0, number = 0;
    int code, found = 0;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        if (found && !is_later(store, statement, date, number)) continue;
        if (take_row(store, statement, draft) != 0) break;
        number = sqlite3_column_int64(statement, 0);
        date = store->mode->seals ? 0 : draft->date;
        found = 1;
    }
    sqlite3_reset(statement);
    return code == SQLITE_DONE ? found : -1;
}

int read_peer(struct store *store, int64_t row, struct draft *draft) {
    sqlite3_stmt *statement = store_statement(store, store->mode->seals ? SEALED_BY_ID : PLAIN_BY_ID);
    if (!statement) return -1;
    sqlite3_bind_int64(statement, 1, row);
    return take(store, statement, draft);
}

int find_peer(struct store *store, int64_t id, struct draft *draft) {
    if (store->kept && kept_find(store->kept, id, draft)) return 1;
    const int status = read_peer(store, row_of_peer(store, id), draft);
    if (status != 1) return status;
    // Two ids can have one token: the row is of the last one then, and not the peer that was asked for.
    if (draft->id != id) return 0;
    if (store->kept) kept_put(store->kept, draft);
    return 1;
}

static int give(const struct draft *draft, struct peer **peer) { return (*peer = peer_of_draft(draft)) ? 1 : -1; }

int peer_by_id(struct store *store, int64_t id, struct peer **peer) {
    struct draft draft;
    const int status = find_peer(store, id, &draft);
    return status == 1 ? give(&draft, peer) : status;
}

// What a text is bound to lives until the statement is reset.
static int take_by_text(struct store *store, enum statement plain, enum statement sealed, const char *text, int length,
                        const unsigned char key[32], struct draft *draft) {
    char token[33];
    if (sealed == SEALED_BY_USERNAME && store->mode->seals && store_is_numbered(store)) sealed = NUMBERED_BY_USERNAME;
    sqlite3_stmt *statement = store_statement(store, store->mode->seals ? sealed : plain);
    if (!statement) return -1;
    if (store->mode->seals) {
        reference_text_token(token, text, (size_t)length, key);
        sqlite3_bind_text(statement, 1, token, 32, SQLITE_STATIC);
    } else sqlite3_bind_text(statement, 1, text, length, SQLITE_STATIC);
    return take(store, statement, draft);
}

static bool is_text(const struct draft *draft, struct text text, const char *other, int length) {
    return text.length == length && memcmp(draft->bytes + text.at, other, text.length) == 0;
}

static bool has_username(const struct draft *draft, const char *text, int length) {
    for (int index = 0; index < draft->username_count; index++)
        if (is_text(draft, draft->usernames[index], text, length)) return true;
    return false;
}

static bool has_name(const struct draft *draft, const char *text, int length, bool is_phone) {
    return is_phone ? is_text(draft, draft->phone, text, length) : has_username(draft, text, length);
}

// The peer that a name leads to, from what is kept where that has the name, and kept where it was read.
static int find_by_name(struct store *store, const char *text, int length, bool is_phone, struct draft *draft) {
    int64_t id;
    if (store->kept && kept_owner(store->kept, text, (size_t)length, is_phone, &id) &&
        kept_find(store->kept, id, draft) && has_name(draft, text, length, is_phone))
        return 1;
    const int status =
        is_phone ? take_by_text(store, PLAIN_BY_PHONE, SEALED_BY_PHONE, text, length, store->secrets->keys.phone, draft)
                 : take_by_text(store, PLAIN_BY_USERNAME, SEALED_BY_USERNAME, text, length,
                                store->secrets->keys.username, draft);
    if (status != 1) return status;
    if (!has_name(draft, text, length, is_phone)) return -1;
    if (store->kept) {
        struct draft known;
        if (!kept_find(store->kept, draft->id, &known)) kept_put(store->kept, draft);
        kept_note_owner(store->kept, text, (size_t)length, is_phone, draft->id, false);
    }
    return 1;
}

int peer_by_username(struct store *store, const char *username, struct peer **peer) {
    struct draft draft;
    char text[MAX_USERNAMES];
    const int length = canonical_username(text, sizeof text, username);
    if (length <= 0) return 0;
    const int status = find_by_name(store, text, length, false, &draft);
    if (status != 1) return status;
    const int64_t age = time(NULL) - draft.date;
    return age < -USERNAME_LIFE || age > USERNAME_LIFE ? 0 : give(&draft, peer);
}

int peer_by_phone(struct store *store, const char *phone, struct peer **peer) {
    struct draft draft;
    char text[MAX_USERNAMES];
    const int length = canonical_phone(text, sizeof text, phone);
    if (length <= 0) return 0;
    const int status = find_by_name(store, text, length, true, &draft);
    return status == 1 ? give(&draft, peer) : status;
}
