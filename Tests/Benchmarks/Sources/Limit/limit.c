#include "limit.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const struct {
    const char *name;
    workload *run;
} workloads[] = {
    {"create", run_create},
    {"prepare", run_prepare},
    {"reopen", run_reopen},
    {"insert", run_insert},
    {"unchanged", run_unchanged},
    {"changed", run_changed},
    {"id", run_id},
    {"username", run_username},
    {"phone", run_phone},
    // There is no actor to come from.
    {"id-main", run_id},
    {"username-main", run_username},
    {"phone-main", run_phone},
    {"field", run_field},
    {"field-write", run_field_write},
    {"envelope", run_envelope},
    {"state", run_state},
    {"states", run_states},
    {"export", run_export},
    {"import", run_import},
    {"files", run_files},
    {"memory", run_memory},
    {"tasks", run_tasks},
    {"encrypt", run_encrypt},
    {"rekey", run_rekey},
};

double seconds_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

void limit_path(const struct limit *limit, char out[4096], const char *name) {
    snprintf(out, 4096, "%s/%s", limit->directory, name);
}

void limit_remove(const char *path) {
    char log[4200];
    snprintf(log, sizeof log, "%s-wal", path);
    unlink(log);
    unlink(path);
}

enum outcome limit_close_main(struct limit *limit) {
    if (!limit->has_main) return DONE;
    limit->has_main = false;
    return store_close(&limit->main) == 0 ? DONE : FAILED;
}

struct store *limit_main_store(struct limit *limit) {
    char path[4096];
    limit_path(limit, path, "main.session");
    if (!limit->has_main) {
        const bool is_there = access(path, F_OK) == 0;
        const int status = is_there ? store_open(&limit->main, path, limit->mode)
                                   : store_create(&limit->main, path, limit->mode);
        limit->has_main = status == 0;
    }
    return limit->has_main ? &limit->main : NULL;
}

static void read_request(struct request *request, char *line) {
    struct {
        const char *key;
        uint64_t *value;
    } fields[] = {{"peers", &request->peers}, {"count", &request->count},       {"seed", &request->seed},
                  {"tasks", &request->tasks}, {"sessions", &request->sessions}, {"version", &request->version}};
    memset(request, 0, sizeof *request);
    char *rest, *word = strtok_r(line, " \n", &rest);
    snprintf(request->workload, sizeof request->workload, "%s", word ? word : "");
    while ((word = strtok_r(NULL, " \n", &rest))) {
        char *value = strchr(word, '=');
        if (!value) continue;
        *value++ = 0;
        for (unsigned index = 0; index < sizeof fields / sizeof fields[0]; index++)
            if (strcmp(fields[index].key, word) == 0) *fields[index].value = strtoull(value, NULL, 10);
    }
}

static void answer(struct limit *limit, const struct request *request) {
    struct reply reply = {0};
    enum outcome outcome = CANNOT;
    for (unsigned index = 0; index < sizeof workloads / sizeof workloads[0]; index++)
        if (strcmp(workloads[index].name, request->workload) == 0) outcome = workloads[index].run(limit, request, &reply);
    if (outcome == CANNOT) puts("no");
    else if (outcome == FAILED) printf("error %s\n", request->workload);
    else printf("ok %.9f %" PRIu64 " %" PRIu64 "\n", reply.seconds, reply.operations, reply.check);
    fflush(stdout);
}

// Each session has two files open.
static void raise_open_file_limit(void) {
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
}

// It is in a file beside the sealed ones, so that other programs can open them, and this one what they sealed.
static int find_raw_key(const struct limit *limit) {
    char path[4096];
    limit_path(limit, path, "raw.key");
    umask(077);
    FILE *file = fopen(path, "rb");
    if (file) {
        const size_t count = fread(raw_key, 1, sizeof raw_key, file);
        fclose(file);
        return count == sizeof raw_key ? 0 : -1;
    }
    randombytes_buf(raw_key, sizeof raw_key);
    if (!(file = fopen(path, "wb"))) return -1;
    const size_t count = fwrite(raw_key, 1, sizeof raw_key, file);
    return fclose(file) == 0 && count == sizeof raw_key ? 0 : -1;
}

int limit_main(int argc, char **argv) {
    char line[1024];
    struct limit limit = {.mode = argc == 3 ? mode_named(argv[1]) : NULL, .directory = argv[argc - 1]};
    if (!limit.mode || sodium_init() < 0) {
        fprintf(stderr, "usage: Limit plain|sealed|sealed-in-place|sealed-kept|sqlcipher|sqlite3mc-aegis|sqlite3mc-chacha20 DIRECTORY\n");
        return 2;
    }
    raise_open_file_limit();
    if (limit.mode->seals && find_raw_key(&limit) != 0) return 1;
    while (fgets(line, sizeof line, stdin)) {
        struct request request;
        read_request(&request, line);
        if (request.workload[0]) answer(&limit, &request);
    }
    return limit_close_main(&limit) == DONE ? 0 : 1;
}
