#pragma once

#include "reference.h"

#include <sodium.h>
#include <sqlite3.h>
#include <stddef.h>

// What opens a vault's rows and makes their tokens.
struct reference_keys {
    unsigned char vault_id[16];
    unsigned char epoch[4];
    unsigned char row[32];
    unsigned char id[32], username[32], phone[32];
};

struct reference {
    sqlite3 *database;
    sqlite3_stmt *by_id, *by_username, *by_phone;
    struct reference_keys keys;
    unsigned char plain[4096];
    // The texts of the row last opened, each with a zero behind it.
    char texts[4096];
};

// A subkey of a data key, by its number.
void reference_subkey(unsigned char out[32], uint64_t id, const unsigned char data_key[32]);

// The secret of the envelope's first slot, which has to be a passphrase's.
int reference_derive(unsigned char secret[32], const unsigned char *envelope, size_t length, const char *passphrase);

// The data key, by the envelope's first slot, with the envelope's authentication checked.
int reference_unwrap(unsigned char data_key[32], const unsigned char *envelope, size_t length,
                     const unsigned char secret[32]);

// The payload of an envelope that was unwrapped, and its length; -1 where it does not open.
long reference_payload(unsigned char *payload, size_t room, const unsigned char *envelope, size_t length,
                       const unsigned char data_key[32]);

void reference_row_keys(struct reference_keys *keys, const unsigned char *envelope, const unsigned char data_key[32]);

// Unlocks the envelope by its first passphrase slot and derives the keys of its rows.
int reference_unlock(struct reference *reference, const unsigned char *envelope, size_t length, const char *passphrase);

// Opens a row that was found under a token, and takes it apart.
int reference_open_row(struct reference *reference, const unsigned char token[8], const unsigned char *row,
                       size_t length, struct reference_peer *peer);
