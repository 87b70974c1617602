// The workloads of a session's own values.
#include "limit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum outcome run_create(struct limit *limit, const struct request *request, struct reply *reply) {
    char path[4096], name[32];
    enum outcome outcome = DONE;
    const double start = seconds_now();
    for (uint64_t index = 0; index < request->count && outcome == DONE; index++) {
        struct store store;
        snprintf(name, sizeof name, "new%d.session", (int)index);
        limit_path(limit, path, name);
        if (store_create(&store, path, limit->mode) != 0 || store_close(&store) != 0) outcome = FAILED;
    }
    *reply = (struct reply){seconds_now() - start, request->count, request->count};
    for (uint64_t index = 0; index < request->count; index++) {
        snprintf(name, sizeof name, "new%d.session", (int)index);
        limit_path(limit, path, name);
        limit_remove(path);
    }
    return outcome;
}

enum outcome run_reopen(struct limit *limit, const struct request *request, struct reply *reply) {
    char path[4096];
    uint64_t sum = 0;
    limit_path(limit, path, "main.session");
    if (!limit_main_store(limit) || limit_close_main(limit) != DONE) return FAILED;
    const double start = seconds_now();
    for (uint64_t index = 0; index < request->count; index++) {
        struct store store;
        if (store_open(&store, path, limit->mode) != 0) return FAILED;
        sum += (uint64_t)store.secrets->session.auth_key[0] + store.secrets->session.auth_key[1];
        if (store_close(&store) != 0) return FAILED;
    }
    *reply = (struct reply){seconds_now() - start, request->count, sum};
    return limit_main_store(limit) ? DONE : FAILED;
}

enum outcome run_field(struct limit *limit, const struct request *request, struct reply *reply) {
    struct store *store = limit_main_store(limit);
    uint64_t sum = 0;
    if (!store) return FAILED;
    const double start = seconds_now();
    for (uint64_t index = 0; index < request->count; index++) sum += (uint64_t)store_dc(store);
    *reply = (struct reply){seconds_now() - start, request->count, sum};
    return DONE;
}

static enum outcome write_values(struct limit *limit, const struct request *request, struct reply *reply, bool durable) {
    struct store *store = limit_main_store(limit);
    if (!store) return FAILED;
    // Another one each time, as SQLite writes no row that is the same.
    const int32_t first = store->secrets->session.api_id;
    const double start = seconds_now();
    for (uint64_t index = 1; index <= request->count; index++)
        if (store_set_api_id(store, first + (int32_t)index, durable) != 0) return FAILED;
    *reply = (struct reply){seconds_now() - start, request->count, request->count};
    return DONE;
}

enum outcome run_field_write(struct limit *limit, const struct request *request, struct reply *reply) {
    return write_values(limit, request, reply, false);
}

enum outcome run_envelope(struct limit *limit, const struct request *request, struct reply *reply) {
    return write_values(limit, request, reply, true);
}

enum outcome run_export(struct limit *limit, const struct request *request, struct reply *reply) {
    const struct store *store = limit_main_store(limit);
    if (!store) return FAILED;
    const double start = seconds_now();
    for (uint64_t index = 0; index < request->count; index++) {
        char *string = session_string(&store->secrets->session);
        const bool is_right = string && strlen(string) == SESSION_STRING;
        free(string);
        if (!is_right) return FAILED;
    }
    *reply = (struct reply){seconds_now() - start, request->count, request->count};
    return DONE;
}

enum outcome run_import(struct limit *limit, const struct request *request, struct reply *reply) {
    struct session session;
    uint64_t sum = 0;
    (void)limit;
    session_begin(&session);
    char *string = session_string(&session);
    const double start = seconds_now();
    for (uint64_t index = 0; index < request->count && string; index++) {
        // A storage in memory, without a database.
        struct session *imported = malloc(sizeof *imported);
        if (!imported || session_of_string(imported, string) != 0) sum = 0;
        else sum += (uint64_t)imported->dc;
        free(imported);
    }
    *reply = (struct reply){seconds_now() - start, request->count, sum};
    free(string);
    return sum ? DONE : FAILED;
}
