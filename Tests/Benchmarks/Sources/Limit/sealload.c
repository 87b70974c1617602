// The workloads that change how a whole file is sealed.
#include "limit.h"

#include "peers.h"

// A file of its own, closed again.
static int make_file(const char *path, const struct mode *mode, uint64_t peers) {
    struct store store;
    limit_remove(path);
    if (store_create(&store, path, mode) != 0) return -1;
    const int status = fill_with_peers(&store, peers);
    return store_close(&store) == 0 ? status : -1;
}

// From the opening to the close, as the library's call has it.
enum outcome run_encrypt(struct limit *limit, const struct request *request, struct reply *reply) {
    char path[4096];
    struct store store;
    if (!limit->mode->seals) return CANNOT;
    limit_path(limit, path, "moving.session");
    if (make_file(path, &mode_plain, request->peers) != 0) return FAILED;
    const double start = seconds_now();
    int status = store_open(&store, path, &mode_plain);
    if (status == 0) {
        status = seal_in_place(&store, limit->mode);
        if (store_close(&store) != 0) status = -1;
    }
    *reply = (struct reply){seconds_now() - start, request->peers, request->peers};
    return status == 0 ? DONE : FAILED;
}

// On an open session.
enum outcome run_rekey(struct limit *limit, const struct request *request, struct reply *reply) {
    char path[4096];
    struct store store;
    if (!limit->mode->seals) return CANNOT;
    limit_path(limit, path, "moving.session");
    if (make_file(path, limit->mode, request->peers) != 0 || store_open(&store, path, limit->mode) != 0) return FAILED;
    const double start = seconds_now();
    int status = rekey(&store);
    *reply = (struct reply){seconds_now() - start, request->peers, request->peers};
    if (store_close(&store) != 0) status = -1;
    return status == 0 ? DONE : FAILED;
}
