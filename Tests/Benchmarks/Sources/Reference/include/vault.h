// The vault's format over libsodium: envelopes with one slot, rows, tokens. It keeps nothing and knows no database.
#pragma once

#include <stddef.h>
#include <stdint.h>

#define REFERENCE_MAX_ENVELOPE 16384
#define REFERENCE_MAX_ROW 4096

// What opens a vault's rows and makes their tokens.
struct reference_keys {
    unsigned char vault_id[16];
    unsigned char epoch[4];
    unsigned char row[32];
    unsigned char id[32], username[32], phone[32], state[32];
};

// A subkey of a data key, by its number.
void reference_subkey(unsigned char out[32], uint64_t id, const unsigned char data_key[32]);

// The data key, by the envelope's first slot, with the envelope's authentication checked.
int reference_unwrap(unsigned char data_key[32], const unsigned char *envelope, size_t length,
                     const unsigned char secret[32]);

// 0 where everything in the envelope is what a holder of the data key wrote.
int reference_authenticate(const unsigned char *envelope, size_t length, const unsigned char data_key[32]);

// The payload of an envelope that was authenticated, and its length; -1 where it does not open.
long reference_payload(unsigned char *payload, size_t room, const unsigned char *envelope, size_t length,
                       const unsigned char data_key[32]);

void reference_row_keys(struct reference_keys *keys, const unsigned char *envelope, const unsigned char data_key[32]);

// What an envelope is made of beside its payload.
struct reference_header {
    unsigned char flags;
    unsigned char vault_id[16];
    uint32_t epoch;
    uint64_t generation;
};

// What the head of an envelope says, which is to be authenticated.
void reference_read_header(struct reference_header *header, const unsigned char *envelope);

#define REFERENCE_ROWS_SEALED 1
#define REFERENCE_TRANSITION 2
#define REFERENCE_RAW_KEY 2
#define REFERENCE_KEYRING 3

// An envelope around a payload, whose length is a multiple of 64, with one slot that gives the data key to whoever has
// the secret: a raw key, or a keyring's root, whose slot's id is made of it. Its length, or -1 where there is no room.
long reference_envelope_make(unsigned char *envelope, size_t room, const struct reference_header *header,
                             unsigned char slot_type, const unsigned char secret[32], const unsigned char data_key[32],
                             const unsigned char *payload, size_t payload_length);

// The envelope's next generation, with its slots as they are, around another payload; its length, or -1.
long reference_envelope_renew(unsigned char *envelope, size_t room, size_t length, unsigned char flags,
                              const unsigned char data_key[32], const unsigned char *payload, size_t payload_length);

enum reference_table { REFERENCE_PEERS = 1, REFERENCE_STATES = 2 };

// The token of an id, and of a text: as many bytes as `token` has room for. Keys differ by what is asked for.
int64_t reference_token(int64_t value, const unsigned char key[32]);
void reference_text_token(char token[33], const char *text, size_t length, const unsigned char key[32]);

// How long the row of a plain form of so many bytes is.
size_t reference_row_length(size_t plain);

// Pads the plain form in its place, which has room for that, and seals it.
void reference_seal_row(unsigned char *row, unsigned char *plain, size_t length, enum reference_table table,
                        int64_t token, const unsigned char nonce[24], const struct reference_keys *keys);

// The plain form of a row and its length; -1 where it does not open, or is longer than `plain` has room for.
long reference_unseal_row(unsigned char plain[REFERENCE_MAX_ROW], const unsigned char *row, size_t length,
                          enum reference_table table, int64_t token, const struct reference_keys *keys);
