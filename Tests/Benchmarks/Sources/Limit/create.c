#include "schema.h"
#include "secrets.h"
#include "store.h"

#include <fcntl.h>
#include <libgen.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// The bytes of an empty file: the same for all, so they are made once. The two format numbers in its head say WAL, or the
// switch to it would cost a journal and three syncs.
static const unsigned char *image(sqlite3_int64 *length) {
    static unsigned char *bytes;
    static sqlite3_int64 count;
    struct store memory = {0};
    if (!bytes && sqlite3_open(":memory:", &memory.database) == SQLITE_OK && store_execute(&memory, schema_script) == 0 &&
        (bytes = sqlite3_serialize(memory.database, "main", &count, 0)))
        bytes[18] = bytes[19] = 2;
    sqlite3_close(memory.database);
    *length = count;
    return bytes;
}

static int write_all(const char *path, const unsigned char *bytes, size_t length) {
    const int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return -1;
    const int status = write(file, bytes, length) == (ssize_t)length && fsync(file) == 0 ? 0 : -1;
    return close(file) == 0 ? status : -1;
}

static int sync_directory_of(const char *path) {
    char copy[4096];
    snprintf(copy, sizeof copy, "%s", path);
    const int directory = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) return -1;
    const int status = fsync(directory);
    return close(directory) == 0 ? status : -1;
}

// It has another name until it is whole.
static int place_image(const char *path) {
    char temporary[4096];
    sqlite3_int64 length;
    const unsigned char *bytes = image(&length);
    snprintf(temporary, sizeof temporary, "%s.new", path);
    if (!bytes || write_all(temporary, bytes, (size_t)length) != 0 || rename(temporary, path) != 0) return -1;
    return sync_directory_of(path);
}

// Pages that are encrypted are SQLite's to write.
static int make_encrypted(const char *path, const struct mode *mode) {
    struct store store = {.mode = mode};
    const int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 || close(file) != 0) return -1;
    int status = sqlite3_open_v2(path, &store.database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (status == SQLITE_OK)
        status = store_execute(&store, mode->key) || store_execute(&store, "PRAGMA locking_mode = EXCLUSIVE; "
                                                                           "PRAGMA journal_mode = WAL; "
                                                                           "PRAGMA synchronous = FULL") ||
                 store_execute(&store, schema_script);
    return sqlite3_close(store.database) == SQLITE_OK && status == 0 ? 0 : -1;
}

int store_make(const char *path, const struct mode *mode) {
    return mode->key ? make_encrypted(path, mode) : place_image(path);
}

int store_create(struct store *store, const char *path, const struct mode *mode) {
    struct reference_header header = {.flags = REFERENCE_ROWS_SEALED, .epoch = 1, .generation = 1};
    if (store_make(path, mode) != 0 || store_open(store, path, mode) != 0) return -1;
    session_begin(&store->secrets->session);
    randombytes_buf(header.vault_id, sizeof header.vault_id);
    randombytes_buf(store->secrets->data_key, sizeof store->secrets->data_key);
    if ((mode->seals ? store_make_envelope(store, &header) : store_write_session(store)) == 0) return 0;
    store_close(store);
    return -1;
}
