#include "internal.h"

#include <string.h>

#define HEAD 40
#define SLOT_HEAD 12
// The body ends in nonce 24, commitment 32, wrapped key 48; a passphrase slot's begins with algorithm 1, passes 1, MiB 2,
// salt 16.
#define BODY_END 104

void reference_subkey(unsigned char out[32], uint64_t id, const unsigned char data_key[32]) {
    crypto_kdf_derive_from_key(out, 32, id, "SVTkdfv1", data_key);
}

static void field_key(unsigned char out[32], const char *field, const unsigned char index_key[32]) {
    crypto_generichash(out, 32, (const unsigned char *)field, strlen(field), index_key, 32);
}

int reference_derive(unsigned char secret[32], const unsigned char *envelope, size_t length, const char *passphrase) {
    if (length < HEAD + SLOT_HEAD + 20 + BODY_END || envelope[HEAD] != 1) return -1;
    const unsigned char *body = envelope + HEAD + SLOT_HEAD;
    const size_t memory = (size_t)(body[2] | body[3] << 8) << 20;
    return body[0] == crypto_pwhash_ALG_ARGON2ID13 ? crypto_pwhash(secret, 32, passphrase, strlen(passphrase), body + 4,
                                                                   body[1], memory, body[0])
                                                   : -1;
}

int reference_unwrap(unsigned char data_key[32], const unsigned char *envelope, size_t length,
                     const unsigned char secret[32]) {
    unsigned char keys[64], input[SLOT_HEAD + 20 + 24 + 4], header_key[32], mac[32];
    if (length < HEAD + SLOT_HEAD + BODY_END + 32) return -1;
    const unsigned char *slot = envelope + HEAD, *vault_id = envelope + 12, *epoch = envelope + 28;
    const size_t body = slot[2] | slot[3] << 8;
    if (body < BODY_END || body > BODY_END + 20 || HEAD + SLOT_HEAD + body + 32 > length) return -1;
    const size_t bound = SLOT_HEAD + body - BODY_END;
    const unsigned char *nonce = slot + bound, *commit = nonce + 24, *wrapped = commit + 32;
    memcpy(input, slot, bound + 24);
    memcpy(input + bound + 24, epoch, 4);
    crypto_generichash_blake2b_salt_personal(keys, sizeof keys, input, bound + 28, secret, 32, vault_id,
                                             (const unsigned char *)"SVT1-slot-wrap01");
    if (sodium_memcmp(keys + 32, commit, 32) != 0) return -1;
    memcpy(input + bound, epoch, 4);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(data_key, NULL, NULL, wrapped, 48, input, bound + 4, nonce, keys) != 0)
        return -1;
    reference_subkey(header_key, 1, data_key);
    crypto_generichash(mac, sizeof mac, envelope, length - 32, header_key, sizeof header_key);
    return sodium_memcmp(mac, envelope + length - 32, 32);
}

long reference_payload(unsigned char *payload, size_t room, const unsigned char *envelope, size_t length,
                       const unsigned char data_key[32]) {
    unsigned char key[32], associated[8 + 16 + 4];
    size_t at = HEAD;
    for (int slot = 0; slot < envelope[11] && at + SLOT_HEAD < length; slot++)
        at += SLOT_HEAD + (envelope[at + 2] | envelope[at + 3] << 8);
    if (at + 26 + 32 > length) return -1;
    const size_t sealed = envelope[at + 24] | envelope[at + 25] << 8;
    if (sealed < 16 || sealed - 16 > room || at + 26 + sealed + 32 != length) return -1;
    memcpy(associated, envelope, 8);
    memcpy(associated + 8, envelope + 12, 16);
    memcpy(associated + 24, envelope + 28, 4);
    reference_subkey(key, 2, data_key);
    const int status = crypto_aead_xchacha20poly1305_ietf_decrypt(payload, NULL, NULL, envelope + at + 26, sealed,
                                                                  associated, sizeof associated, envelope + at, key);
    return status == 0 ? (long)sealed - 16 : -1;
}

void reference_row_keys(struct reference_keys *keys, const unsigned char *envelope, const unsigned char data_key[32]) {
    unsigned char index_key[32];
    memcpy(keys->vault_id, envelope + 12, 16);
    memcpy(keys->epoch, envelope + 28, 4);
    reference_subkey(keys->row, 3, data_key);
    reference_subkey(index_key, 4, data_key);
    field_key(keys->id, "id", index_key);
    field_key(keys->username, "username", index_key);
    field_key(keys->phone, "phone", index_key);
}

int reference_unlock(struct reference *reference, const unsigned char *envelope, size_t length,
                     const char *passphrase) {
    unsigned char secret[32], data_key[32];
    if (reference_derive(secret, envelope, length, passphrase) != 0 ||
        reference_unwrap(data_key, envelope, length, secret) != 0)
        return -1;
    reference_row_keys(&reference->keys, envelope, data_key);
    return 0;
}
