#include <sqlite3.h>

#if defined(__linux__)
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

// Swift cannot call C variadics; these are the variadic calls that this package makes.

static inline int vault_sqlite3_db_config_flag(sqlite3 *db, int option, int value) {
    return sqlite3_db_config(db, option, value, (int *)0);
}

static inline int vault_sqlite3_db_config_lookaside(sqlite3 *db, int size, int count) {
    return sqlite3_db_config(db, SQLITE_DBCONFIG_LOOKASIDE, (void *)0, size, count);
}

#if defined(__linux__)
// rename(2) that fails with EEXIST where `to` exists. The C library's own renameat2 hides behind _GNU_SOURCE.
static inline int vault_rename_to_new(const char *from, const char *to) {
    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 1 /* RENAME_NOREPLACE */);
}
#endif
