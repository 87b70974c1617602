#include "many.h"

#include "internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct session {
    sqlite3 *database;
    unsigned char *secrets; // The auth key, and of a sealed one its data key and row keys, in locked memory.
    struct reference_keys *keys;
};

struct many {
    int count;
    unsigned char *pool;
    struct session sessions[];
};

#define AUTH_KEY 256
#define PER_SESSION (AUTH_KEY + 32 + sizeof(struct reference_keys))

static int run(sqlite3 *database, const char *sql) { return sqlite3_exec(database, sql, NULL, NULL, NULL); }

// The active root key of a keyring's file.
static int load_root(unsigned char root[32], const char *path, const char *passphrase) {
    unsigned char bytes[16384], secret[32], data_key[32], payload[4096];
    FILE *file = fopen(path, "rb");
    if (!file) return -1;
    const size_t length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    if (reference_derive(secret, bytes, length, passphrase) || reference_unwrap(data_key, bytes, length, secret)) return -1;
    const long count = reference_payload(payload, sizeof payload, bytes, length, data_key);
    for (long at = 2, index = 0; index < payload[1] && at + 41 <= count; index++, at += 41)
        if (payload[at + 8] == 1) {
            memcpy(root, payload + at + 9, 32);
            return 0;
        }
    return -1;
}

static int unseal(struct session *session, const unsigned char *envelope, size_t length, const unsigned char *root) {
    unsigned char data_key[32], payload[4096];
    if (reference_unwrap(data_key, envelope, length, root) != 0) return -1;
    if (reference_payload(payload, sizeof payload, envelope, length, data_key) < 24 + AUTH_KEY) return -1;
    memcpy(session->secrets, payload + 24, AUTH_KEY);
    memcpy(session->secrets + AUTH_KEY, data_key, 32);
    reference_row_keys(session->keys, envelope, data_key);
    return 0;
}

static int read_key(struct session *session, const unsigned char *root) {
    sqlite3_stmt *statement;
    int status = -1;
    if (sqlite3_prepare_v2(session->database, "SELECT auth_key FROM sessions", -1, &statement, NULL) != SQLITE_OK) return -1;
    if (sqlite3_step(statement) == SQLITE_ROW) {
        const unsigned char *bytes = sqlite3_column_blob(statement, 0);
        const size_t length = sqlite3_column_bytes(statement, 0);
        if (root) status = unseal(session, bytes, length, root);
        else if (length == AUTH_KEY) {
            memcpy(session->secrets, bytes, AUTH_KEY);
            status = 0;
        }
    }
    sqlite3_finalize(statement);
    return status;
}

static int open_one(struct session *session, const char *path, const unsigned char *root) {
    if (sqlite3_open_v2(path, &session->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) return -1;
    // A few small slots do for a session's statements; the usual 120 KB would be most of what it takes.
    sqlite3_db_config(session->database, SQLITE_DBCONFIG_LOOKASIDE, NULL, 0, 0);
    if (run(session->database, "PRAGMA locking_mode=EXCLUSIVE; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; "
                               "BEGIN EXCLUSIVE; COMMIT; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL") != SQLITE_OK ||
        read_key(session, root) != 0)
        return -1;
    return sqlite3_db_release_memory(session->database);
}

static double unlock_seconds;

double many_unlock_seconds(void) { return unlock_seconds; }

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

struct many *many_open(const char *directory, int count, const char *keyring, const char *passphrase) {
    unsigned char root[32];
    const double start = now();
    if (sodium_init() < 0 || (keyring && load_root(root, keyring, passphrase) != 0)) return NULL;
    unlock_seconds = keyring ? now() - start : 0;
    struct many *many = calloc(1, sizeof *many + count * sizeof(struct session));
    many->count = count;
    many->pool = sodium_malloc(count * PER_SESSION);
    for (int index = 0; index < count; index++) {
        char path[4096];
        struct session *session = &many->sessions[index];
        session->secrets = many->pool + index * PER_SESSION;
        session->keys = (struct reference_keys *)(session->secrets + AUTH_KEY + 32);
        snprintf(path, sizeof path, "%s/%d.session", directory, index);
        if (open_one(session, path, keyring ? root : NULL) != 0) {
            many_close(many);
            return NULL;
        }
    }
    return many;
}

unsigned many_sum(const struct many *many) {
    unsigned sum = 0;
    for (int index = 0; index < many->count; index++) sum += many->sessions[index].secrets[0];
    return sum;
}

void many_close(struct many *many) {
    for (int index = 0; index < many->count; index++) sqlite3_close(many->sessions[index].database);
    sodium_free(many->pool);
    free(many);
}
