// The workloads of update states.
#include "limit.h"

#include "data.h"
#include "peers.h"

#include <stdlib.h>

enum outcome run_state(struct limit *limit, const struct request *request, struct reply *reply) {
    struct store *store = limit_main_store(limit);
    if (!store) return FAILED;
    const double start = seconds_now();
    for (uint64_t index = 0; index < request->count; index++) {
        // In a second round over the ids another value, so that each is a change.
        const struct state state = state_at(index % STATES, request->version + index / STATES);
        if (update_state(store, &state) != 0) return FAILED;
    }
    *reply = (struct reply){seconds_now() - start, request->count, request->count};
    return DONE;
}

// Not timed: a state that is there stays as it is.
static int make_states(struct store *store) {
    struct state *states;
    const long count = read_states(store, &states);
    free(states);
    for (uint64_t number = 0; count != STATES && number < STATES; number++) {
        const struct state state = state_at(number, 0);
        if (update_state(store, &state) != 0) return -1;
    }
    return count < 0 ? -1 : 0;
}

enum outcome run_states(struct limit *limit, const struct request *request, struct reply *reply) {
    struct store *store = limit_main_store(limit);
    if (!store || (limit->mode->seals && store_add_sealed_columns(store) != 0) || make_states(store) != 0) return FAILED;
    const double start = seconds_now();
    for (uint64_t index = 0; index < request->count; index++) {
        struct state *states;
        const long count = read_states(store, &states);
        if (count < 0) return FAILED;
        for (long at = 0; at < count; at++) reply->check += (uint64_t)states[at].id;
        free(states);
    }
    reply->seconds = seconds_now() - start;
    reply->operations = request->count;
    return DONE;
}
