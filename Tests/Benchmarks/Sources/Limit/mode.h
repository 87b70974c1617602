// What kind of file the program writes: the family's plain one, the vault's sealed one, or the plain one on an SQLite that
// encrypts pages.
#pragma once

#include <stdbool.h>

struct mode {
    const char *name;
    // Whether rows and session are sealed as the library seals them.
    bool seals;
    // Whether sealed rows are where the family's tables have rows of their ids: what the library wrote at first.
    bool keeps_tables;
    // Whether opened peers are kept in memory, as many as the library keeps.
    bool keeps_peers;
    // What has to be run first on a connection whose pages are encrypted, with a raw key, so that nothing is derived.
    const char *key;
};

// Null where there is none of the name.
const struct mode *mode_named(const char *name);
// The family's plain file on the system's SQLite: what is sealed in place was one.
extern const struct mode mode_plain;
