#include "exports.h"

#include "internal.h"

#include <string.h>

// "SVTR" 01, vault id, epoch, data key: what a recipient's slot holds.
#define MESSAGE (5 + 16 + 4 + 32)
#define BOUND (8 + 16 + 4)

static void bind(unsigned char bound[BOUND], const struct reference_export *made) {
    memcpy(bound, "\x89SVT\x0D\x0A\x1A\x01", 8);
    memcpy(bound + 8, made->vault_id, 16);
    memcpy(bound + 24, "\x01\0\0\0", 4);
}

static int authenticate(unsigned char mac[32], const struct reference_export *made, const unsigned char data_key[32]) {
    unsigned char key[32];
    reference_subkey(key, 1, data_key);
    return crypto_generichash(mac, 32, (const unsigned char *)made, offsetof(struct reference_export, mac), key, 32);
}

int reference_export_seal(struct reference_export *made, const unsigned char record[REFERENCE_EXPORT_RECORD],
                          const unsigned char recipient[32]) {
    unsigned char message[MESSAGE] = "SVTR\x01", *data_key = message + MESSAGE - 32, key[32], bound[BOUND];
    randombytes_buf(made->vault_id, sizeof made->vault_id);
    randombytes_buf(made->nonce, sizeof made->nonce);
    randombytes_buf(data_key, 32);
    memcpy(message + 5, made->vault_id, 16);
    memcpy(message + 21, "\x01\0\0\0", 4);
    if (crypto_box_seal(made->slot, message, sizeof message, recipient) != 0) return -1;
    bind(bound, made);
    reference_subkey(key, 2, data_key);
    crypto_aead_xchacha20poly1305_ietf_encrypt(made->payload, NULL, record, REFERENCE_EXPORT_RECORD, bound, sizeof bound,
                                               NULL, made->nonce, key);
    const int status = authenticate(made->mac, made, data_key);
    sodium_memzero(message, sizeof message);
    sodium_memzero(key, sizeof key);
    return status;
}

int reference_export_open(unsigned char record[REFERENCE_EXPORT_RECORD], const struct reference_export *made,
                          const unsigned char recipient[32], const unsigned char identity[32]) {
    unsigned char message[MESSAGE], key[32], bound[BOUND], mac[32];
    if (crypto_box_seal_open(message, made->slot, sizeof made->slot, recipient, identity) != 0) return -1;
    const unsigned char *data_key = message + MESSAGE - 32;
    if (authenticate(mac, made, data_key) != 0 || sodium_memcmp(mac, made->mac, 32) != 0) return -1;
    bind(bound, made);
    reference_subkey(key, 2, data_key);
    const int status = crypto_aead_xchacha20poly1305_ietf_decrypt(record, NULL, NULL, made->payload, sizeof made->payload,
                                                                  bound, sizeof bound, made->nonce, key);
    sodium_memzero(message, sizeof message);
    sodium_memzero(key, sizeof key);
    return status;
}

int reference_pwhash(unsigned char out[32], const char *passphrase, unsigned long long passes, size_t memory) {
    const unsigned char salt[16] = {1};
    return crypto_pwhash(out, 32, passphrase, strlen(passphrase), salt, passes, memory, crypto_pwhash_ALG_ARGON2ID13);
}
