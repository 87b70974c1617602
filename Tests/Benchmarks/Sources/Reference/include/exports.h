// libsodium's calls for an export to one recipient, and nothing else: no record is encoded, no text is made.
#pragma once

#include <stddef.h>

#define REFERENCE_EXPORT_RECORD 320

struct reference_export {
    unsigned char vault_id[16];
    unsigned char slot[57 + 48];
    unsigned char nonce[24];
    unsigned char payload[REFERENCE_EXPORT_RECORD + 16];
    unsigned char mac[32];
};

// Both give 0, or -1 where a call failed.
int reference_export_seal(struct reference_export *made, const unsigned char record[REFERENCE_EXPORT_RECORD],
                          const unsigned char recipient[32]);
int reference_export_open(unsigned char record[REFERENCE_EXPORT_RECORD], const struct reference_export *made,
                          const unsigned char recipient[32], const unsigned char identity[32]);

// One Argon2id derivation at these costs.
int reference_pwhash(unsigned char out[32], const char *passphrase, unsigned long long passes, size_t memory);
