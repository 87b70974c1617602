#include <sqlite3.h>

// Swift cannot call C variadics; these are the calls of sqlite3_db_config that this package makes.
static inline int vault_sqlite3_db_config_flag(sqlite3 *db, int option, int value) {
    return sqlite3_db_config(db, option, value, (int *)0);
}

static inline int vault_sqlite3_db_config_lookaside(sqlite3 *db, int slot_size, int slot_count) {
    return sqlite3_db_config(db, SQLITE_DBCONFIG_LOOKASIDE, (void *)0, slot_size, slot_count);
}
