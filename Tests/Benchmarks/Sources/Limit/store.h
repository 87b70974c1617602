// One open file of a session.
#pragma once

#include "kept.h"
#include "mode.h"
#include "session.h"

#include <sqlite3.h>
#include <stddef.h>
#include <vault.h>

// Statements are prepared when they are first used: an idle session has none.
enum statement {
    BEGIN, BEGIN_WRITE, COMMIT, ROLLBACK,
    READ_SESSION, WRITE_SESSION, WRITE_API_ID, WRITE_ENVELOPE,
    PLAIN_BY_ID, PLAIN_BY_USERNAME, PLAIN_BY_PHONE, USERNAMES,
    SEALED_BY_ID, SEALED_BY_USERNAME, SEALED_BY_PHONE,
    OWNERS_OF_USERNAME, OWNERS_OF_PHONE,
    WRITE_PLAIN, WRITE_SEALED, WRITE_SEALED_AGAIN, REMOVE_PEER, ADD_USERNAME, REMOVE_USERNAMES,
    NUMBERED_BY_USERNAME, NUMBER, ADD_NUMBERED, CHANGE_NUMBERED, ADD_NUMBERED_USERNAME, REMOVE_NUMBERED_USERNAMES,
    PLAIN_STATES, SEALED_STATES, PLAIN_STATE, SEALED_STATE, WRITE_PLAIN_STATE, WRITE_SEALED_STATE, REMOVE_STATE,
    PLAIN_PAGE, SEALED_PAGE,
    STATEMENTS,
};

// What is secret of it, in locked memory.
struct secrets {
    struct session session;
    unsigned char data_key[32];
    struct reference_keys keys;
};

struct store {
    sqlite3 *database;
    const struct mode *mode;
    struct secrets *secrets;
    // Of a sealed file, whether its rows are numbered; it is asked once.
    enum numbering { UNKNOWN, BY_ID, NUMBERED } numbering;
    sqlite3_stmt *statements[STATEMENTS];
    // Null where none are kept.
    struct kept *kept;
};

// The raw key of every sealed file of the process.
extern unsigned char raw_key[32];

// All give 0, or -1 with a word on the standard error where anything is not as it should be.

// Makes a file with no session in it yet, which must not be there, whole and durable.
int store_make(const char *path, const struct mode *mode);
// Opens a file under an exclusive lock, with its session where it has one.
int store_open(struct store *store, const char *path, const struct mode *mode);
int store_close(struct store *store);
// store_make, store_open, and the session that all begin with.
int store_create(struct store *store, const char *path, const struct mode *mode);

// Null where it cannot be prepared.
sqlite3_stmt *store_statement(struct store *store, enum statement statement);
// Runs one that gives no rows, and gets it ready for the next time.
int store_run(struct store *store, enum statement statement);
int store_step_to_end(struct store *store, sqlite3_stmt *statement);
int store_execute(struct store *store, const char *sql);
int store_end(struct store *store, int status);
int store_fail(struct store *store, const char *what);

// Reads the session's own values; 1 where there are none yet.
int store_read_session(struct store *store);
// Writes the session's own values, in a commit that syncs the log, and the log into the file.
int store_write_session(struct store *store);
// Sets a value so that it survives a crash of the process, or with `durable` one of the system.
int store_set_api_id(struct store *store, int32_t api_id, bool durable);
int store_dc(const struct store *store);

// Of a sealed file, durable each: the first envelope; the next one with these flags; one of another epoch, with the key of
// the one before in it, after which the store has the keys of the new one.
int store_make_envelope(struct store *store, const struct reference_header *header);
int store_renew_envelope(struct store *store, unsigned char flags);
int store_begin_epoch(struct store *store);
// The columns that sealed rows need come with the first of them, and numbers where there is no row yet.
int store_add_sealed_columns(struct store *store);
// Numbers the rows of a file that has no plain ones.
int store_number_rows(struct store *store);
bool store_is_numbered(struct store *store);
