#include "store.h"

#include <sodium.h>
#include <string.h>
#include <time.h>

int store_dc(const struct store *store) { return store->secrets->session.dc; }

static int unseal(struct store *store, const unsigned char *envelope, size_t length) {
    unsigned char payload[1024];
    struct secrets *secrets = store->secrets;
    if (reference_unwrap(secrets->data_key, envelope, length, raw_key) != 0) return -1;
    const long count = reference_payload(payload, sizeof payload, envelope, length, secrets->data_key);
    const int status = count < 0 ? -1 : session_of_record(&secrets->session, payload, (size_t)count);
    sodium_memzero(payload, sizeof payload);
    reference_row_keys(&secrets->keys, envelope, secrets->data_key);
    return status;
}

static int read_plain(struct session *session, sqlite3_stmt *row, const void *key, size_t length) {
    if (length != AUTH_KEY) return -1;
    memset(session, 0, sizeof *session);
    session->dc = (int16_t)sqlite3_column_int(row, 0);
    session->api_id = sqlite3_column_int(row, 1);
    session->is_test = sqlite3_column_int(row, 2);
    memcpy(session->auth_key, key, AUTH_KEY);
    session->date = sqlite3_column_int64(row, 4);
    session->user_id = sqlite3_column_int64(row, 5);
    session->is_bot = sqlite3_column_int(row, 6);
    return 0;
}

int store_read_session(struct store *store) {
    sqlite3_stmt *row = store_statement(store, READ_SESSION);
    int status = -1;
    if (!row) return -1;
    if (sqlite3_step(row) == SQLITE_ROW) {
        const void *key = sqlite3_column_blob(row, 3);
        const size_t length = (size_t)sqlite3_column_bytes(row, 3);
        if (!key) status = 1;
        else if (store->mode->seals) status = unseal(store, key, length);
        else status = read_plain(&store->secrets->session, row, key, length);
    }
    // A second row says that something else wrote the file.
    if (sqlite3_step(row) != SQLITE_DONE) status = -1;
    sqlite3_reset(row);
    return status;
}

static int write_envelope(struct store *store, const unsigned char *envelope, long length) {
    sqlite3_stmt *write = store_statement(store, WRITE_ENVELOPE);
    if (!write || length < 0) return -1;
    sqlite3_bind_blob(write, 1, envelope, (int)length, SQLITE_STATIC);
    return store_step_to_end(store, write);
}

// The envelope that is stored, as it was authenticated.
static long read_envelope(struct store *store, unsigned char *envelope, size_t room) {
    sqlite3_stmt *row = store_statement(store, READ_SESSION);
    long length = -1;
    if (!row) return -1;
    if (sqlite3_step(row) == SQLITE_ROW && (size_t)sqlite3_column_bytes(row, 3) <= room) {
        length = sqlite3_column_bytes(row, 3);
        memcpy(envelope, sqlite3_column_blob(row, 3), (size_t)length);
        if (reference_authenticate(envelope, (size_t)length, store->secrets->data_key) != 0) length = -1;
    }
    sqlite3_reset(row);
    return length;
}

static int renew(struct store *store, unsigned char flags) {
    unsigned char envelope[2048], record[MAX_RECORD];
    const long length = read_envelope(store, envelope, sizeof envelope);
    if (length < 0) return -1;
    const size_t count = session_record(record, &store->secrets->session, NULL);
    const long renewed = reference_envelope_renew(envelope, sizeof envelope, (size_t)length, flags,
                                                  store->secrets->data_key, record, count);
    sodium_memzero(record, sizeof record);
    return write_envelope(store, envelope, renewed);
}

static int make(struct store *store, const struct reference_header *header, const struct retiring *retiring) {
    unsigned char envelope[2048], record[MAX_RECORD];
    const size_t count = session_record(record, &store->secrets->session, retiring);
    const long length = reference_envelope_make(envelope, sizeof envelope, header, REFERENCE_RAW_KEY, raw_key,
                                                store->secrets->data_key, record, count);
    sodium_memzero(record, sizeof record);
    if (length > 0) reference_row_keys(&store->secrets->keys, envelope, store->secrets->data_key);
    return write_envelope(store, envelope, length);
}

static int write_plain(struct store *store) {
    const struct session *session = &store->secrets->session;
    sqlite3_stmt *write = store_statement(store, WRITE_SESSION);
    if (!write) return -1;
    sqlite3_bind_int(write, 1, session->dc);
    sqlite3_bind_int(write, 2, session->api_id);
    sqlite3_bind_int(write, 3, session->is_test);
    sqlite3_bind_blob(write, 4, session->auth_key, AUTH_KEY, SQLITE_STATIC);
    sqlite3_bind_int64(write, 5, session->date);
    sqlite3_bind_int64(write, 6, session->user_id);
    sqlite3_bind_int(write, 7, session->is_bot);
    return store_step_to_end(store, write);
}

static int write_api_id(struct store *store) {
    sqlite3_stmt *write = store_statement(store, WRITE_API_ID);
    if (!write) return -1;
    sqlite3_bind_int(write, 1, store->secrets->session.api_id);
    sqlite3_bind_int64(write, 2, store->secrets->session.date);
    return store_step_to_end(store, write);
}

// The commit syncs the log, and the log is written into the file at once, so that a copy of the file alone has it.
static int begin_durably(struct store *store) {
    return store_execute(store, "PRAGMA synchronous = FULL") || store_run(store, BEGIN_WRITE) ? -1 : 0;
}

static int end_durably(struct store *store, int status) {
    status = store_end(store, status);
    if (store_execute(store, "PRAGMA synchronous = NORMAL") != 0) status = -1;
    if (status == 0 &&
        sqlite3_wal_checkpoint_v2(store->database, "main", SQLITE_CHECKPOINT_PASSIVE, NULL, NULL) != SQLITE_OK)
        status = store_fail(store, "write the log into the file");
    return status;
}

int store_make_envelope(struct store *store, const struct reference_header *header) {
    return begin_durably(store) ? -1 : end_durably(store, make(store, header, NULL));
}

static int begin_epoch(struct store *store) {
    unsigned char envelope[2048];
    struct reference_header header;
    struct retiring retiring;
    struct secrets *secrets = store->secrets;
    if (read_envelope(store, envelope, sizeof envelope) < 0) return -1;
    reference_read_header(&header, envelope);
    memcpy(retiring.epoch, secrets->keys.epoch, sizeof retiring.epoch);
    memcpy(retiring.data_key, secrets->data_key, sizeof retiring.data_key);
    header.flags |= REFERENCE_TRANSITION;
    header.epoch++;
    header.generation++;
    randombytes_buf(secrets->data_key, sizeof secrets->data_key);
    const int status = make(store, &header, &retiring);
    sodium_memzero(&retiring, sizeof retiring);
    return status;
}

int store_begin_epoch(struct store *store) {
    return begin_durably(store) ? -1 : end_durably(store, begin_epoch(store));
}

int store_renew_envelope(struct store *store, unsigned char flags) {
    return begin_durably(store) ? -1 : end_durably(store, renew(store, flags));
}

int store_write_session(struct store *store) {
    if (store->mode->seals) return store_renew_envelope(store, REFERENCE_ROWS_SEALED);
    return begin_durably(store) ? -1 : end_durably(store, write_plain(store));
}

int store_set_api_id(struct store *store, int32_t api_id, bool durable) {
    struct session *session = &store->secrets->session;
    session->api_id = api_id;
    session->date = time(NULL);
    if (durable) return store_write_session(store);
    if (!store->mode->seals) return write_api_id(store);
    return store_run(store, BEGIN_WRITE) ? -1 : store_end(store, renew(store, REFERENCE_ROWS_SEALED));
}
