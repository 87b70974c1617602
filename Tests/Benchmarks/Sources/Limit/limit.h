// A contender of the benchmarks: `limit MODE DIRECTORY` reads requests, a line each, and answers each with a line.
#pragma once

#include "store.h"

#include <stdint.h>

// WORKLOAD key=value …; what is not given is 0.
struct request {
    char workload[32];
    uint64_t peers, count, seed, version, sessions, tasks;
};

struct reply {
    double seconds;
    uint64_t operations, check;
};

struct limit {
    const struct mode *mode;
    const char *directory;
    // The main file, which stays open between requests.
    struct store main;
    bool has_main;
    // How many of the many small files there are.
    uint64_t files;
};

enum outcome { FAILED = -1, DONE = 0, CANNOT = 1 };

typedef enum outcome workload(struct limit *limit, const struct request *request, struct reply *reply);

workload run_create, run_prepare, run_reopen, run_field, run_field_write, run_envelope;
workload run_insert, run_unchanged, run_changed, run_id, run_username, run_phone;
workload run_state, run_states, run_export, run_import, run_files, run_memory, run_tasks, run_encrypt, run_rekey;

// The main file, made with no peers where there is none yet; null where that fails.
struct store *limit_main_store(struct limit *limit);
enum outcome limit_close_main(struct limit *limit);
// A path in the contender's directory.
void limit_path(const struct limit *limit, char out[4096], const char *name);
void limit_remove(const char *path);

double seconds_now(void);

int limit_main(int argc, char **argv);
