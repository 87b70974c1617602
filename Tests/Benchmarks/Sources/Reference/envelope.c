#include "internal.h"

#include <string.h>

void reference_subkey(unsigned char out[32], uint64_t id, const unsigned char data_key[32]) {
    crypto_kdf_derive_from_key(out, 32, id, "SVTkdfv1", data_key);
}

static void field_key(unsigned char out[32], const char *field, const unsigned char index_key[32]) {
    crypto_generichash(out, 32, (const unsigned char *)field, strlen(field), index_key, 32);
}

void reference_wrapping(unsigned char keys[64], const unsigned char *slot, size_t prefix, const unsigned char *envelope,
                        const unsigned char secret[32]) {
    unsigned char input[SLOT_HEAD + 20 + 24 + 4];
    const size_t length = SLOT_HEAD + prefix + 24;
    memcpy(input, slot, length);
    memcpy(input + length, envelope + 28, 4);
    crypto_generichash_blake2b_salt_personal(keys, 64, input, length + 4, secret, 32, envelope + 12,
                                             (const unsigned char *)"SVT1-slot-wrap01");
}

int reference_unwrap(unsigned char data_key[32], const unsigned char *envelope, size_t length,
                     const unsigned char secret[32]) {
    unsigned char keys[64], bound[SLOT_HEAD + 20 + 4];
    if (length < HEAD + SLOT_HEAD + BODY_END + MAC) return -1;
    const unsigned char *slot = envelope + HEAD;
    const size_t body = slot[2] | slot[3] << 8;
    if (body < BODY_END || body > BODY_END + 20 || HEAD + SLOT_HEAD + body + MAC > length) return -1;
    const size_t prefix = body - BODY_END;
    const unsigned char *nonce = slot + SLOT_HEAD + prefix, *commitment = nonce + 24, *wrapped = commitment + 32;
    reference_wrapping(keys, slot, prefix, envelope, secret);
    if (sodium_memcmp(keys + 32, commitment, 32) != 0) return -1;
    memcpy(bound, slot, SLOT_HEAD + prefix);
    memcpy(bound + SLOT_HEAD + prefix, envelope + 28, 4);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(data_key, NULL, NULL, wrapped, 48, bound, SLOT_HEAD + prefix + 4,
                                                   nonce, keys) != 0)
        return -1;
    return reference_authenticate(envelope, length, data_key);
}

int reference_authenticate(const unsigned char *envelope, size_t length, const unsigned char data_key[32]) {
    unsigned char key[32], mac[MAC];
    reference_subkey(key, 1, data_key);
    crypto_generichash(mac, sizeof mac, envelope, length - MAC, key, sizeof key);
    return sodium_memcmp(mac, envelope + length - MAC, MAC);
}

size_t reference_payload_offset(const unsigned char *envelope, size_t length) {
    size_t at = HEAD;
    for (int slot = 0; slot < envelope[11] && at + SLOT_HEAD < length; slot++)
        at += SLOT_HEAD + (envelope[at + 2] | envelope[at + 3] << 8);
    return at + 26 + MAC <= length ? at : 0;
}

void reference_bind_payload(unsigned char bound[PAYLOAD_BOUND], const unsigned char *envelope) {
    memcpy(bound, envelope, 8);
    memcpy(bound + 8, envelope + 12, 16);
    memcpy(bound + 24, envelope + 28, 4);
}

long reference_payload(unsigned char *payload, size_t room, const unsigned char *envelope, size_t length,
                       const unsigned char data_key[32]) {
    unsigned char key[32], bound[PAYLOAD_BOUND];
    const size_t at = reference_payload_offset(envelope, length);
    if (at == 0) return -1;
    const size_t sealed = envelope[at + 24] | envelope[at + 25] << 8;
    if (sealed < 16 || sealed - 16 > room || at + 26 + sealed + MAC != length) return -1;
    reference_bind_payload(bound, envelope);
    reference_subkey(key, 2, data_key);
    const int status = crypto_aead_xchacha20poly1305_ietf_decrypt(payload, NULL, NULL, envelope + at + 26, sealed, bound,
                                                                  sizeof bound, envelope + at, key);
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
    field_key(keys->state, "state", index_key);
}
