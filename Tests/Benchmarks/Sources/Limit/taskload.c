// Many sessions at once: a thread for each core.
#include "limit.h"

#include "data.h"
#include "peers.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PEERS 100
#define MOST_THREADS 64

struct share {
    const struct request *request;
    struct store *stores;
    uint64_t first, step, sum;
    bool failed;
};

// Of each session whose turn it is, all its tasks, one after the other.
static void *work(void *argument) {
    struct share *share = argument;
    const struct request *request = share->request;
    for (uint64_t session = share->first; session < request->sessions; session += share->step)
        for (uint64_t task = 0; task < request->tasks; task++)
            for (uint64_t k = 0; k < request->count; k++) {
                struct peer *peer;
                const uint64_t turn = (session * request->tasks + task) * request->count + k;
                const uint64_t number = pick(0, turn, PEERS);
                if (peer_by_id(&share->stores[session], peer_id(number), &peer) != 1) {
                    share->failed = true;
                    return NULL;
                }
                share->sum += (uint64_t)peer->id;
                free(peer);
            }
    return NULL;
}

static enum outcome share_out(const struct request *request, struct store *stores, struct reply *reply) {
    pthread_t threads[MOST_THREADS];
    struct share shares[MOST_THREADS];
    const long cores = sysconf(_SC_NPROCESSORS_ONLN);
    const uint64_t count = cores < 1 ? 1 : cores > MOST_THREADS ? MOST_THREADS : (uint64_t)cores;
    uint64_t begun = 0;
    enum outcome outcome = DONE;
    const double start = seconds_now();
    for (; begun < count; begun++) {
        shares[begun] = (struct share){.request = request, .stores = stores, .first = begun, .step = count};
        if (pthread_create(&threads[begun], NULL, work, &shares[begun]) != 0) break;
    }
    if (begun != count) outcome = FAILED;
    for (uint64_t index = 0; index < begun; index++) {
        pthread_join(threads[index], NULL);
        reply->check += shares[index].sum;
        if (shares[index].failed) outcome = FAILED;
    }
    reply->seconds = seconds_now() - start;
    reply->operations = request->sessions * request->tasks * request->count;
    return outcome;
}

// Opens a session, made with its peers where it is not there yet.
static int open_session(struct limit *limit, struct store *store, uint64_t number) {
    char path[4096], name[64];
    struct peer *peers[PEERS] = {0};
    snprintf(name, sizeof name, "tasks/%d.session", (int)number);
    limit_path(limit, path, name);
    if (access(path, F_OK) == 0) return store_open(store, path, limit->mode);
    int status = store_create(store, path, limit->mode);
    if (status == 0) status = make_peers(peers, 0, PEERS, 0) || add_new_peers(store, peers, PEERS) ? -1 : 0;
    free_peers(peers, PEERS);
    return status;
}

enum outcome run_tasks(struct limit *limit, const struct request *request, struct reply *reply) {
    char path[4096];
    enum outcome outcome = DONE;
    uint64_t opened = 0;
    limit_path(limit, path, "tasks");
    mkdir(path, 0700);
    struct store *stores = calloc(request->sessions, sizeof *stores);
    while (stores && opened < request->sessions && open_session(limit, &stores[opened], opened) == 0) opened++;
    outcome = opened == request->sessions ? share_out(request, stores, reply) : FAILED;
    while (opened > 0)
        if (store_close(&stores[--opened]) != 0) outcome = FAILED;
    free(stores);
    return outcome;
}
