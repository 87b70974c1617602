#include "store.h"

#include <stdio.h>

#define PLAIN "SELECT p.id, p.access_hash, p.type, p.phone_number, p.last_update_on FROM "
#define SEALED "SELECT p.id, p.sealed FROM "
// Of several the latest is wanted, of which the caller sees to that: an ORDER BY costs more than the rest of a look-up, since
// SQLite sets a sorter up for a row or two.
#define BY_USERNAME "usernames u JOIN peers p ON p.id = u.id WHERE u.username = ?1"

static const char *const texts[STATEMENTS] = {
    [BEGIN] = "BEGIN",
    [BEGIN_WRITE] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [ROLLBACK] = "ROLLBACK",
    [READ_SESSION] = "SELECT dc_id, api_id, test_mode, auth_key, date, user_id, is_bot FROM sessions LIMIT 2",
    [WRITE_SESSION] = "UPDATE sessions SET dc_id = ?1, api_id = ?2, test_mode = ?3, auth_key = ?4, date = ?5, "
                      "user_id = ?6, is_bot = ?7",
    [WRITE_API_ID] = "UPDATE sessions SET api_id = ?1, date = ?2",
    [WRITE_ENVELOPE] = "UPDATE sessions SET dc_id = 0, api_id = 0, test_mode = 0, auth_key = ?1, date = 0, user_id = 0, "
                       "is_bot = 0",
    [PLAIN_BY_ID] = PLAIN "peers p WHERE p.id = ?1",
    [PLAIN_BY_USERNAME] = PLAIN BY_USERNAME,
    [PLAIN_BY_PHONE] = PLAIN "peers p WHERE p.phone_number = ?1",
    [USERNAMES] = "SELECT username FROM usernames WHERE id = ?1 ORDER BY rowid",
    [SEALED_BY_ID] = SEALED "peers p WHERE p.id = ?1",
    [SEALED_BY_USERNAME] = SEALED BY_USERNAME,
    [SEALED_BY_PHONE] = SEALED "peers p WHERE p.phone_number = ?1",
    [OWNERS_OF_USERNAME] = "SELECT id FROM usernames WHERE username = ?1",
    [OWNERS_OF_PHONE] = "SELECT id FROM peers WHERE phone_number = ?1",
    // A row is replaced whole: an UPDATE would fire the family's trigger.
    [WRITE_PLAIN] = "REPLACE INTO peers (id, access_hash, type, phone_number, last_update_on) VALUES (?1, ?2, ?3, ?4, ?5)",
    [WRITE_SEALED] = "REPLACE INTO peers (id, access_hash, type, phone_number, last_update_on, sealed) "
                     "VALUES (?1, 0, '0', ?2, 0, ?3)",
    // Where the phone number stays, no index has to be written; there is no trigger beside sealed rows.
    [WRITE_SEALED_AGAIN] = "UPDATE peers SET sealed = ?3 WHERE id = ?1",
    [REMOVE_PEER] = "DELETE FROM peers WHERE id = ?1",
    [ADD_USERNAME] = "INSERT INTO usernames (id, username) VALUES (?1, ?2)",
    [REMOVE_USERNAMES] = "DELETE FROM usernames WHERE id = ?1",
    [NUMBERED_BY_USERNAME] = SEALED "usernames u JOIN peers p ON p.number = u.number >> 8 WHERE u.username = ?1",
    [NUMBER] = "SELECT number FROM peers WHERE id = ?1",
    [ADD_NUMBERED] = "INSERT INTO peers (id, access_hash, type, phone_number, last_update_on, sealed) "
                     "VALUES (?1, 0, '0', ?2, 0, ?3)",
    [CHANGE_NUMBERED] = "UPDATE peers SET phone_number = ?2, sealed = ?3 WHERE id = ?1",
    [ADD_NUMBERED_USERNAME] = "INSERT INTO usernames (id, username, number) VALUES (?1, ?2, ?3)",
    [REMOVE_NUMBERED_USERNAMES] = "DELETE FROM usernames WHERE number BETWEEN ?1 << 8 AND ?1 << 8 | 255",
    [PLAIN_STATES] = "SELECT id, pts, qts, date, seq FROM update_state ORDER BY id",
    [SEALED_STATES] = "SELECT id, sealed FROM update_state ORDER BY id",
    [PLAIN_STATE] = "SELECT id, pts, qts, date, seq FROM update_state WHERE id = ?1",
    [SEALED_STATE] = "SELECT id, sealed FROM update_state WHERE id = ?1",
    [WRITE_PLAIN_STATE] = "REPLACE INTO update_state (id, pts, qts, date, seq) VALUES (?1, ?2, ?3, ?4, ?5)",
    [WRITE_SEALED_STATE] = "REPLACE INTO update_state (id, pts, qts, date, seq, sealed) VALUES (?1, 0, 0, 0, 0, ?2)",
    [REMOVE_STATE] = "DELETE FROM update_state WHERE id = ?1",
    [PLAIN_PAGE] = PLAIN "peers p WHERE p.id >= ?1 AND p.sealed IS NULL ORDER BY p.id LIMIT ?2",
    [SEALED_PAGE] = SEALED "peers p WHERE p.id >= ?1 AND p.sealed IS NOT NULL ORDER BY p.id LIMIT ?2",
};

sqlite3_stmt *store_statement(struct store *store, enum statement statement) {
    sqlite3_stmt **prepared = &store->statements[statement];
    if (!*prepared && sqlite3_prepare_v3(store->database, texts[statement], -1, SQLITE_PREPARE_PERSISTENT, prepared,
                                         NULL) != SQLITE_OK)
        store_fail(store, texts[statement]);
    return *prepared;
}

int store_step_to_end(struct store *store, sqlite3_stmt *statement) {
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    }
    sqlite3_reset(statement);
    // What it is bound to may be a secret.
    sqlite3_clear_bindings(statement);
    return code == SQLITE_DONE ? 0 : store_fail(store, sqlite3_sql(statement));
}

int store_run(struct store *store, enum statement statement) {
    sqlite3_stmt *prepared = store_statement(store, statement);
    return prepared ? store_step_to_end(store, prepared) : -1;
}

int store_execute(struct store *store, const char *sql) {
    return sqlite3_exec(store->database, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : store_fail(store, sql);
}

int store_end(struct store *store, int status) {
    if (status == 0) status = store_run(store, COMMIT);
    if (status != 0 && !sqlite3_get_autocommit(store->database)) store_run(store, ROLLBACK);
    return status;
}

int store_fail(struct store *store, const char *what) {
    fprintf(stderr, "Limit: %s: %s\n", what, sqlite3_errmsg(store->database));
    return -1;
}
