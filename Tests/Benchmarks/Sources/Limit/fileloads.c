// The workloads of many small files.
#include "limit.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void path_of(const struct limit *limit, char out[4096], uint64_t number) {
    char name[64];
    snprintf(name, sizeof name, "files/%d.session", (int)number);
    limit_path(limit, out, name);
}

static int make_files(struct limit *limit, uint64_t count) {
    char path[4096];
    limit_path(limit, path, "files");
    mkdir(path, 0700);
    for (; limit->files < count; limit->files++) {
        struct store store;
        path_of(limit, path, limit->files);
        if (store_create(&store, path, limit->mode) != 0 || store_close(&store) != 0) return -1;
    }
    return 0;
}

enum outcome run_files(struct limit *limit, const struct request *request, struct reply *reply) {
    char path[4096];
    if (make_files(limit, request->count) != 0) return FAILED;
    const double start = seconds_now();
    for (uint64_t number = 0; number < request->count; number++) {
        struct store store;
        path_of(limit, path, number);
        if (store_open(&store, path, limit->mode) != 0) return FAILED;
        reply->check += store.secrets->session.auth_key[1];
        if (store_close(&store) != 0) return FAILED;
    }
    reply->seconds = seconds_now() - start;
    reply->operations = request->count;
    return DONE;
}

static double resident_kibibytes(void) {
    long all, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file && fscanf(file, "%ld %ld", &all, &resident) != 2) resident = 0;
    if (file) fclose(file);
    return (double)resident * (double)sysconf(_SC_PAGESIZE) / 1024;
}

enum outcome run_memory(struct limit *limit, const struct request *request, struct reply *reply) {
    char path[4096];
    enum outcome outcome = DONE;
    uint64_t opened = 0;
    if (make_files(limit, request->count) != 0) return FAILED;
    // What was freed before is not to be what is taken now.
    malloc_trim(0);
    const double before = resident_kibibytes();
    struct store *stores = calloc(request->count, sizeof *stores);
    for (; stores && opened < request->count; opened++) {
        path_of(limit, path, opened);
        if (store_open(&stores[opened], path, limit->mode) != 0) break;
        reply->check += stores[opened].secrets->session.auth_key[1];
    }
    const double added = resident_kibibytes() - before;
    reply->seconds = request->count ? added / (double)request->count : 0;
    reply->operations = request->count;
    if (opened != request->count) outcome = FAILED;
    while (opened > 0)
        if (store_close(&stores[--opened]) != 0) outcome = FAILED;
    free(stores);
    return outcome;
}
