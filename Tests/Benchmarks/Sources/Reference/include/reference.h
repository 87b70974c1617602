// The same sealed look-up in C: the limit that the library is measured against. It reads the file that the library
// wrote, with prepared statements and the system's SQLite and libsodium, and does no more than the work needs.
#pragma once

#include <stdint.h>

#define REFERENCE_MAX_USERNAMES 16

struct reference;

// Texts are terminated; they end with the next look-up.
struct reference_peer {
    int64_t id;
    int64_t access_hash;
    int64_t date;
    const char *type;
    const char *phone;
    const char *usernames[REFERENCE_MAX_USERNAMES];
    int username_count;
};

// Opens a sealed session with its passphrase, under an exclusive lock; null where anything is not as it should be.
struct reference *reference_open(const char *path, const char *passphrase);
void reference_close(struct reference *reference);

// 1 where the peer was found, 0 where it was not, -1 where a row does not open or does not hold what was asked for.
int reference_by_id(struct reference *reference, int64_t id, struct reference_peer *peer);
int reference_by_username(struct reference *reference, const char *username, struct reference_peer *peer);
int reference_by_phone(struct reference *reference, const char *phone, struct reference_peer *peer);
