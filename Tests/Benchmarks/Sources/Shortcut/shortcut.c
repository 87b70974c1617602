#define _GNU_SOURCE
#include "shortcut.h"

#include <dlfcn.h>
#include <sodium.h>
#include <stdatomic.h>
#include <string.h>

static atomic_int is_on;

void shortcut_derivations(int isOn) { atomic_store(&is_on, isOn); }

// The executable's symbols are found before those of libsodium, for the library's calls too.
int crypto_pwhash(unsigned char *const out, unsigned long long length, const char *const passphrase,
                  unsigned long long passphrase_length, const unsigned char *const salt, unsigned long long passes,
                  size_t memory, int algorithm) {
    if (atomic_load(&is_on)) {
        memset(out, 7, length);
        return 0;
    }
    typeof(crypto_pwhash) *next = (typeof(crypto_pwhash) *)dlsym(RTLD_NEXT, "crypto_pwhash");
    return next ? next(out, length, passphrase, passphrase_length, salt, passes, memory, algorithm) : -1;
}
