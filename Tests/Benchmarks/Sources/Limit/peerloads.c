// The workloads of peers.
#include "limit.h"

#include "data.h"
#include "peers.h"

#include <stdlib.h>

#define BATCH 100
#define FILLED_AT_ONCE 5000

typedef int use(struct store *store, struct peer *const *peers, int count);

// Makes a batch of peers outside of the clock, and times what `body` does with them.
static int timed(struct store *store, uint64_t first, int count, uint64_t version, use *body, double *seconds) {
    struct peer *peers[FILLED_AT_ONCE] = {0};
    int status = make_peers(peers, first, count, version);
    const double start = seconds_now();
    if (status == 0) status = body(store, peers, count);
    *seconds += seconds_now() - start;
    free_peers(peers, count);
    return status;
}

static int in_batches(struct store *store, uint64_t peers, int batch, use *body, double *seconds) {
    int status = 0;
    for (uint64_t first = 0; first < peers && status == 0; first += (uint64_t)batch)
        status = timed(store, first, peers - first < (uint64_t)batch ? (int)(peers - first) : batch, 0, body, seconds);
    return status;
}

int fill_with_peers(struct store *store, uint64_t peers) {
    double untimed = 0;
    // A larger cache, and no sync, for as long as that takes.
    int status = store_execute(store, "PRAGMA cache_size = -65536; PRAGMA synchronous = OFF");
    if (status == 0) status = in_batches(store, peers, FILLED_AT_ONCE, add_new_peers, &untimed);
    if (store_execute(store, "PRAGMA cache_size = -2000; PRAGMA synchronous = NORMAL; PRAGMA wal_checkpoint(TRUNCATE)"))
        status = -1;
    sqlite3_db_release_memory(store->database);
    return status;
}

enum outcome run_prepare(struct limit *limit, const struct request *request, struct reply *reply) {
    char path[4096];
    limit_path(limit, path, "main.session");
    if (limit_close_main(limit) != DONE) return FAILED;
    limit_remove(path);
    struct store *store = limit_main_store(limit);
    *reply = (struct reply){0, request->peers, request->peers};
    return store && fill_with_peers(store, request->peers) == 0 ? DONE : FAILED;
}

enum outcome run_insert(struct limit *limit, const struct request *request, struct reply *reply) {
    char path[4096];
    struct store store;
    limit_path(limit, path, "fresh.session");
    limit_remove(path);
    if (store_create(&store, path, limit->mode) != 0) return FAILED;
    int status = in_batches(&store, request->peers, BATCH, update_peers, &reply->seconds);
    if (store_close(&store) != 0) status = -1;
    limit_remove(path);
    reply->operations = reply->check = request->peers;
    return status == 0 ? DONE : FAILED;
}

static enum outcome update(struct limit *limit, const struct request *request, struct reply *reply, uint64_t version) {
    struct store *store = limit_main_store(limit);
    if (!store || request->peers < BATCH) return FAILED;
    for (uint64_t k = 0; k < request->count / BATCH; k++) {
        const uint64_t first = pick(request->seed, k, request->peers) / BATCH * BATCH;
        const int count = request->peers - first < BATCH ? (int)(request->peers - first) : BATCH;
        if (timed(store, first, count, version, update_peers, &reply->seconds) != 0) return FAILED;
    }
    reply->operations = reply->check = request->count;
    return DONE;
}

enum outcome run_unchanged(struct limit *limit, const struct request *request, struct reply *reply) {
    return update(limit, request, reply, 0);
}

enum outcome run_changed(struct limit *limit, const struct request *request, struct reply *reply) {
    return update(limit, request, reply, request->version);
}

typedef int look(struct store *store, uint64_t number, struct peer **peer);

static enum outcome look_up(struct limit *limit, const struct request *request, struct reply *reply, look *body) {
    struct store *store = limit_main_store(limit);
    if (!store || request->peers == 0) return FAILED;
    const double start = seconds_now();
    for (uint64_t k = 0; k < request->count; k++) {
        struct peer *peer;
        const int found = body(store, pick(request->seed, k, request->peers), &peer);
        if (found < 0) return FAILED;
        if (found == 0) continue;
        reply->check += (uint64_t)peer->id;
        free(peer);
    }
    reply->seconds = seconds_now() - start;
    reply->operations = request->count;
    return DONE;
}

static int look_by_id(struct store *store, uint64_t number, struct peer **peer) {
    return peer_by_id(store, peer_id(number), peer);
}

static int look_by_username(struct store *store, uint64_t number, struct peer **peer) {
    char username[32];
    username_of(username, number);
    return peer_by_username(store, username, peer);
}

static int look_by_phone(struct store *store, uint64_t number, struct peer **peer) {
    char phone[32];
    phone_of(phone, number);
    return peer_by_phone(store, phone, peer);
}

enum outcome run_id(struct limit *limit, const struct request *request, struct reply *reply) {
    return look_up(limit, request, reply, look_by_id);
}

enum outcome run_username(struct limit *limit, const struct request *request, struct reply *reply) {
    return look_up(limit, request, reply, look_by_username);
}

enum outcome run_phone(struct limit *limit, const struct request *request, struct reply *reply) {
    return look_up(limit, request, reply, look_by_phone);
}
