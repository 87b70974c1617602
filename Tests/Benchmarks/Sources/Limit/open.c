#include "schema.h"
#include "secrets.h"
#include "store.h"

#include <string.h>

unsigned char raw_key[32];

// As the library opens a file: the lock comes with the transaction, and an exclusive one stays after it since the mode
// was set before. The log is copied into the file when it has 500 pages.
static const char settings[] =
    "PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON; "
    "PRAGMA cell_size_check = ON; BEGIN EXCLUSIVE; COMMIT; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; "
    "PRAGMA wal_autocheckpoint = 500; PRAGMA journal_size_limit = 4194304";

int store_open(struct store *store, const char *path, const struct mode *mode) {
    memset(store, 0, sizeof *store);
    store->mode = mode;
    if (!(store->secrets = secrets_take())) return -1;
    int status = sqlite3_open_v2(path, &store->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK
                     ? 0
                     : store_fail(store, "open");
    // SQLite's own memory for small things serves the preparing of statements, which is done once; it would be most of
    // what an idle session takes.
    if (status == 0) sqlite3_db_config(store->database, SQLITE_DBCONFIG_LOOKASIDE, NULL, 0, 0);
    if (status == 0 && mode->key) status = store_execute(store, mode->key);
    if (status == 0) status = store_execute(store, settings);
    if (status == 0 && store_read_session(store) < 0) status = -1;
    // An idle session has no use for the statement and the pages that were read.
    sqlite3_finalize(store->statements[READ_SESSION]);
    store->statements[READ_SESSION] = NULL;
    if (status == 0) sqlite3_db_release_memory(store->database);
    if (status != 0) store_close(store);
    return status;
}

int store_close(struct store *store) {
    for (int index = 0; index < STATEMENTS; index++) sqlite3_finalize(store->statements[index]);
    // It writes the log into the file, durably, and removes it.
    const int code = sqlite3_close(store->database);
    if (store->secrets) secrets_give(store->secrets);
    memset(store, 0, sizeof *store);
    return code == SQLITE_OK ? 0 : -1;
}

int store_add_sealed_columns(struct store *store) {
    if (sqlite3_table_column_metadata(store->database, "main", "peers", "sealed", NULL, NULL, NULL, NULL, NULL) ==
        SQLITE_OK)
        return 0;
    return store_execute(store, schema_for_sealed_rows);
}
