#if defined(__linux__)
#include <sys/prctl.h>
#endif

// Swift cannot call C variadics; these are the variadic calls that this package makes.

#if defined(__linux__)
static inline int vault_set_dumpable(int value) { return prctl(PR_SET_DUMPABLE, value, 0, 0, 0); }
static inline int vault_is_dumpable(void) { return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0); }
#endif

// A variable of C's that any thread may change, which Swift does not let through as it is.
static inline char **vault_environment(void) {
    extern char **environ;
    return environ;
}
