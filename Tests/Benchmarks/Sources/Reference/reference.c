#include "internal.h"

#include <stdlib.h>
#include <string.h>

static int run(sqlite3 *database, const char *sql) { return sqlite3_exec(database, sql, NULL, NULL, NULL); }

static int prepare(struct reference *reference, const char *sql, sqlite3_stmt **statement) {
    return sqlite3_prepare_v3(reference->database, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL);
}

static int unlock(struct reference *reference, const char *passphrase) {
    sqlite3_stmt *statement;
    int status = -1;
    if (prepare(reference, "SELECT auth_key FROM sessions", &statement) != SQLITE_OK) return -1;
    if (sqlite3_step(statement) == SQLITE_ROW)
        status = reference_unlock(reference, sqlite3_column_blob(statement, 0), sqlite3_column_bytes(statement, 0),
                                  passphrase);
    sqlite3_finalize(statement);
    return status;
}

static int load(struct reference *reference, const char *path, const char *passphrase) {
    if (sodium_init() < 0 || sqlite3_open_v2(path, &reference->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL))
        return -1;
    if (run(reference->database, "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; BEGIN EXCLUSIVE; COMMIT"))
        return -1;
    if (unlock(reference, passphrase)) return -1;
    return prepare(reference, "SELECT id, sealed FROM peers WHERE id = ?", &reference->by_id) ||
           prepare(reference,
                   "SELECT p.id, p.sealed FROM usernames u JOIN peers p ON p.id = u.id WHERE u.username = ? "
                   "ORDER BY p.last_update_on DESC LIMIT 1",
                   &reference->by_username) ||
           prepare(reference, "SELECT id, sealed FROM peers WHERE phone_number = ? ORDER BY last_update_on DESC LIMIT 1",
                   &reference->by_phone);
}

struct reference *reference_open(const char *path, const char *passphrase) {
    struct reference *reference = calloc(1, sizeof *reference);
    if (reference && load(reference, path, passphrase) != 0) {
        reference_close(reference);
        return NULL;
    }
    return reference;
}

void reference_close(struct reference *reference) {
    sqlite3_finalize(reference->by_id);
    sqlite3_finalize(reference->by_username);
    sqlite3_finalize(reference->by_phone);
    sqlite3_close(reference->database);
    sodium_memzero(reference, sizeof *reference);
    free(reference);
}

// Steps a statement whose value is bound, opens the row it gives, and gets it ready for the next time.
static int look_up(struct reference *reference, sqlite3_stmt *statement, struct reference_peer *peer) {
    int status = 0;
    if (sqlite3_step(statement) == SQLITE_ROW) {
        status = reference_open_row(reference, sqlite3_column_int64(statement, 0), sqlite3_column_blob(statement, 1),
                                    sqlite3_column_bytes(statement, 1), peer);
    }
    sqlite3_reset(statement);
    return status;
}

int reference_by_id(struct reference *reference, int64_t id, struct reference_peer *peer) {
    sqlite3_bind_int64(reference->by_id, 1, reference_token(id, reference->keys.id));
    const int status = look_up(reference, reference->by_id, peer);
    return status == 1 && peer->id != id ? 0 : status;
}

// Binds the hexadecimal token of a text. It is bound as static: it lives until the statement is reset.
static int look_up_text(struct reference *reference, sqlite3_stmt *statement, const unsigned char key[32],
                        const char *text, size_t length, struct reference_peer *peer) {
    char token[33];
    reference_text_token(token, text, length, key);
    sqlite3_bind_text(statement, 1, token, 32, SQLITE_STATIC);
    return look_up(reference, statement, peer);
}

int reference_by_username(struct reference *reference, const char *username, struct reference_peer *peer) {
    char canonical[256];
    size_t length = 0;
    for (username += *username == '@'; username[length] && length < sizeof canonical - 1; length++)
        canonical[length] = username[length] >= 'A' && username[length] <= 'Z' ? username[length] + 32 : username[length];
    canonical[length] = 0;
    const int status = look_up_text(reference, reference->by_username, reference->keys.username, canonical, length, peer);
    if (status != 1) return status;
    for (int index = 0; index < peer->username_count; index++)
        if (strcmp(peer->usernames[index], canonical) == 0) return 1;
    return -1;
}

int reference_by_phone(struct reference *reference, const char *phone, struct reference_peer *peer) {
    char canonical[256];
    size_t length = 0;
    for (; *phone && length < sizeof canonical - 1; phone++)
        if (*phone >= '0' && *phone <= '9') canonical[length++] = *phone;
    canonical[length] = 0;
    const int status = look_up_text(reference, reference->by_phone, reference->keys.phone, canonical, length, peer);
    if (status != 1) return status;
    return strcmp(peer->phone, canonical) == 0 ? 1 : -1;
}
