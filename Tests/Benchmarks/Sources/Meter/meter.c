#define _GNU_SOURCE
#include "meter.h"

#include <dlfcn.h>
#include <sqlite3.h>
#include <string.h>
#include <time.h>

// The connection's owner serializes its calls, and the figures are read between runs: there is no lock here.
enum { MOST = 1 << 18 };
static double times[2][MOST];
static long counts[2];
static double transaction_start;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static void add(int kind, double time) {
    if (counts[kind] < MOST) times[kind][counts[kind]++] = time;
}

// A transaction lasts from its BEGIN to the end of its COMMIT, with a checkpoint that SQLite runs in it.
static int traced(unsigned type, void *context, void *statement, void *sql) {
    (void)context;
    if (type == SQLITE_TRACE_STMT && strncmp(sql, "BEGIN", 5) == 0) transaction_start = now();
    if (type == SQLITE_TRACE_PROFILE) {
        const char *text = sqlite3_sql(statement);
        if (text && strncmp(text, "COMMIT", 6) == 0) add(METER_TRANSACTIONS, now() - transaction_start);
    }
    return 0;
}

static int opened(sqlite3 *database, const char **error, const struct sqlite3_api_routines *api) {
    (void)error;
    (void)api;
    return sqlite3_trace_v2(database, SQLITE_TRACE_STMT | SQLITE_TRACE_PROFILE, traced, NULL);
}

void meter_install(void) { sqlite3_auto_extension((void (*)(void))opened); }
void meter_reset(void) { counts[METER_TRANSACTIONS] = counts[METER_CHECKPOINTS] = 0; }
long meter_count(int kind) { return counts[kind]; }
double meter_time(int kind, long index) { return times[kind][index]; }

// The linker takes this for SQLite's own wherever the program calls it, and SQLite's own is what it calls.
int sqlite3_wal_checkpoint_v2(sqlite3 *database, const char *name, int mode, int *pages, int *copied) {
    static int (*original)(sqlite3 *, const char *, int, int *, int *);
    if (!original) *(void **)&original = dlsym(RTLD_NEXT, "sqlite3_wal_checkpoint_v2");
    double start = now();
    int code = original(database, name, mode, pages, copied);
    add(METER_CHECKPOINTS, now() - start);
    return code;
}
