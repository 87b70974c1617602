#if defined(__linux__)
#include <sys/prctl.h>
#include <sys/vfs.h>
#endif

// Swift cannot call C variadics; these are the variadic calls that this package makes.

#if defined(__linux__)
static inline int vault_set_dumpable(int value) { return prctl(PR_SET_DUMPABLE, value, 0, 0, 0); }
static inline int vault_is_dumpable(void) { return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0); }

// The file system that a path lies on, by the number of statfs(2); 0 where the system does not tell. The C libraries
// differ in the type of the number.
static inline unsigned long vault_file_system(const char *path) {
    struct statfs facts;
    return statfs(path, &facts) == 0 ? (unsigned long)facts.f_type & 0xFFFFFFFFul : 0;
}
#endif

// A variable of C's that any thread may change, which Swift does not let through as it is.
static inline char **vault_environment(void) {
    extern char **environ;
    return environ;
}
