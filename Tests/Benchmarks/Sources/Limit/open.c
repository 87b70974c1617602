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
    if (mode->keeps_peers && !(store->kept = kept_make())) return store_close(store), -1;
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
    kept_end(store->kept);
    memset(store, 0, sizeof *store);
    return code == SQLITE_OK ? 0 : -1;
}

static bool has_column(struct store *store, const char *column) {
    return sqlite3_table_column_metadata(store->database, "main", "peers", column, NULL, NULL, NULL, NULL, NULL) ==
           SQLITE_OK;
}

int store_number_rows(struct store *store) {
    store->numbering = UNKNOWN;
    return store_execute(store, schema_with_numbers);
}

bool store_is_numbered(struct store *store) {
    if (store->numbering == UNKNOWN) store->numbering = has_column(store, "number") ? NUMBERED : BY_ID;
    return store->numbering == NUMBERED;
}

static int has_no_peers(void *has_none, int columns, char **values, char **names) {
    (void)columns, (void)values, (void)names;
    *(bool *)has_none = false;
    return 0;
}

int store_add_sealed_columns(struct store *store) {
    if (has_column(store, "sealed")) return 0;
    bool has_none = true;
    if (store_execute(store, schema_for_sealed_rows) != 0) return -1;
    if (store->mode->keeps_tables) return 0;
    if (sqlite3_exec(store->database, "SELECT 1 FROM peers LIMIT 1", has_no_peers, &has_none, NULL) != SQLITE_OK)
        return store_fail(store, "read the peers");
    return has_none ? store_number_rows(store) : 0;
}
