#include "mode.h"

#include <string.h>

#define KEY "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

const struct mode mode_plain = {.name = "plain"};

// The wheel of SQLCipher comes with a page cache four times SQLite's own; all have the same here.
static const struct mode others[] = {
    {.name = "sealed", .seals = true},
    {.name = "sealed-in-place", .seals = true, .keeps_tables = true},
    {.name = "sealed-kept", .seals = true, .keeps_peers = true},
    {.name = "sqlcipher", .key = "PRAGMA key = \"x'" KEY "'\"; PRAGMA cache_size = -2000"},
    {.name = "sqlite3mc-aegis", .key = "PRAGMA cipher = 'aegis'; PRAGMA key = 'raw:" KEY "'; PRAGMA cache_size = -2000"},
    {.name = "sqlite3mc-chacha20",
     .key = "PRAGMA cipher = 'chacha20'; PRAGMA key = 'raw:" KEY "'; PRAGMA cache_size = -2000"},
};

const struct mode *mode_named(const char *name) {
    if (strcmp(name, mode_plain.name) == 0) return &mode_plain;
    for (unsigned index = 0; index < sizeof others / sizeof others[0]; index++)
        if (strcmp(name, others[index].name) == 0) return &others[index];
    return 0;
}
