#include "internal.h"

#include <string.h>

#define PASSPHRASE_BODY 124
#define HEAD 40

static void load_key(unsigned char out[32], uint64_t id, const unsigned char data_key[32]) {
    crypto_kdf_derive_from_key(out, 32, id, "SVTkdfv1", data_key);
}

static void field_key(unsigned char out[32], const char *field, const unsigned char index_key[32]) {
    crypto_generichash(out, 32, (const unsigned char *)field, strlen(field), index_key, 32);
}

// The slot's body: algorithm 1, passes 1, MiB 2, salt 16, nonce 24, commitment 32, wrapped key 48.
static int unwrap(unsigned char data_key[32], const unsigned char *slot, const unsigned char *vault_id,
                  const unsigned char *epoch, const char *passphrase) {
    const unsigned char *body = slot + 12, *nonce = body + 20, *commit = body + 44, *wrapped = body + 76;
    const size_t bound = 12 + 20;
    const size_t memory = (size_t)(body[2] | body[3] << 8) << 20;
    unsigned char secret[32], keys[64], input[12 + 20 + 24 + 4];
    if (body[0] != crypto_pwhash_ALG_ARGON2ID13 ||
        crypto_pwhash(secret, sizeof secret, passphrase, strlen(passphrase), body + 4, body[1], memory, body[0]) != 0)
        return -1;
    memcpy(input, slot, bound + 24);
    memcpy(input + bound + 24, epoch, 4);
    crypto_generichash_blake2b_salt_personal(keys, sizeof keys, input, sizeof input, secret, sizeof secret, vault_id,
                                             (const unsigned char *)"SVT1-slot-wrap01");
    if (sodium_memcmp(keys + 32, commit, 32) != 0) return -1;
    memcpy(input + bound, epoch, 4);
    return crypto_aead_xchacha20poly1305_ietf_decrypt(data_key, NULL, NULL, wrapped, 48, input, bound + 4, nonce, keys);
}

int reference_unlock(struct reference *reference, const unsigned char *envelope, size_t length,
                     const char *passphrase) {
    unsigned char data_key[32], header_key[32], index_key[32], mac[32];
    // A new vault has its passphrase slot first.
    if (length < HEAD + 12 + PASSPHRASE_BODY + 32 || envelope[HEAD] != 1) return -1;
    memcpy(reference->vault_id, envelope + 12, 16);
    memcpy(reference->epoch, envelope + 28, 4);
    if (unwrap(data_key, envelope + HEAD, reference->vault_id, reference->epoch, passphrase) != 0) return -1;
    load_key(header_key, 1, data_key);
    crypto_generichash(mac, sizeof mac, envelope, length - 32, header_key, sizeof header_key);
    if (sodium_memcmp(mac, envelope + length - 32, 32) != 0) return -1;
    load_key(reference->row_key, 3, data_key);
    load_key(index_key, 4, data_key);
    field_key(reference->id_key, "id", index_key);
    field_key(reference->username_key, "username", index_key);
    field_key(reference->phone_key, "phone", index_key);
    return 0;
}
