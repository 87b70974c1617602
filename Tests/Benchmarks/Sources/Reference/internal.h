#pragma once

#include "reference.h"

#include <sodium.h>
#include <sqlite3.h>
#include <stddef.h>

struct reference {
    sqlite3 *database;
    sqlite3_stmt *by_id, *by_username, *by_phone;
    unsigned char vault_id[16];
    unsigned char epoch[4];
    unsigned char row_key[32];
    unsigned char id_key[32], username_key[32], phone_key[32];
    unsigned char plain[4096];
    // The texts of the row last opened, each with a zero behind it.
    char texts[4096];
};

// Unlocks the envelope by its first passphrase slot and derives the keys of its rows.
int reference_unlock(struct reference *reference, const unsigned char *envelope, size_t length, const char *passphrase);

// Opens a row that was found under a token, and takes it apart.
int reference_open_row(struct reference *reference, const unsigned char token[8], const unsigned char *row,
                       size_t length, struct reference_peer *peer);
