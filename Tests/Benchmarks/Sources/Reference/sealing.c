#include "internal.h"

#include <string.h>

static void put(unsigned char *out, uint64_t value, int bytes) {
    for (int index = 0; index < bytes; index++) out[index] = (unsigned char)(value >> (8 * index));
}

static uint64_t number(const unsigned char *bytes, int count) {
    uint64_t value = 0;
    while (count > 0) value = value << 8 | bytes[--count];
    return value;
}

void reference_read_header(struct reference_header *header, const unsigned char *envelope) {
    header->flags = envelope[10];
    memcpy(header->vault_id, envelope + 12, 16);
    header->epoch = (uint32_t)number(envelope + 28, 4);
    header->generation = number(envelope + 32, 8);
}

static void wrap(unsigned char *slot, unsigned char type, const unsigned char *envelope, const unsigned char secret[32],
                 const unsigned char data_key[32]) {
    unsigned char keys[64], bound[SLOT_HEAD + 4];
    unsigned char *nonce = slot + SLOT_HEAD;
    slot[0] = type;
    slot[1] = 0;
    put(slot + 2, BODY_END, 2);
    if (type == REFERENCE_KEYRING) crypto_generichash(slot + 4, 8, envelope + 12, 16, secret, 32);
    else randombytes_buf(slot + 4, 8);
    randombytes_buf(nonce, 24);
    reference_wrapping(keys, slot, 0, envelope, secret);
    memcpy(nonce + 24, keys + 32, 32);
    memcpy(bound, slot, SLOT_HEAD);
    memcpy(bound + SLOT_HEAD, envelope + 28, 4);
    crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + 56, NULL, data_key, 32, bound, sizeof bound, NULL, nonce, keys);
    sodium_memzero(keys, sizeof keys);
}

// Everything behind the slots, and the length before them.
static long seal(unsigned char *envelope, size_t room, size_t at, const unsigned char data_key[32],
                 const unsigned char *payload, size_t payload_length) {
    unsigned char key[32], bound[PAYLOAD_BOUND];
    const size_t sealed = payload_length + 16, length = at + 26 + sealed + MAC;
    if (length > room || length > REFERENCE_MAX_ENVELOPE) return -1;
    put(envelope + 8, length, 2);
    randombytes_buf(envelope + at, 24);
    put(envelope + at + 24, sealed, 2);
    reference_bind_payload(bound, envelope);
    reference_subkey(key, 2, data_key);
    crypto_aead_xchacha20poly1305_ietf_encrypt(envelope + at + 26, NULL, payload, payload_length, bound, sizeof bound,
                                               NULL, envelope + at, key);
    reference_subkey(key, 1, data_key);
    crypto_generichash(envelope + length - MAC, MAC, envelope, length - MAC, key, sizeof key);
    sodium_memzero(key, sizeof key);
    return (long)length;
}

long reference_envelope_make(unsigned char *envelope, size_t room, const struct reference_header *header,
                             unsigned char slot_type, const unsigned char secret[32], const unsigned char data_key[32],
                             const unsigned char *payload, size_t payload_length) {
    const size_t at = HEAD + SLOT_HEAD + BODY_END;
    if (room < at) return -1;
    memcpy(envelope, "\x89SVT\x0D\x0A\x1A\x01", 8);
    envelope[10] = header->flags;
    envelope[11] = 1;
    memcpy(envelope + 12, header->vault_id, 16);
    put(envelope + 28, header->epoch, 4);
    put(envelope + 32, header->generation, 8);
    wrap(envelope + HEAD, slot_type, envelope, secret, data_key);
    return seal(envelope, room, at, data_key, payload, payload_length);
}

long reference_envelope_renew(unsigned char *envelope, size_t room, size_t length, unsigned char flags,
                              const unsigned char data_key[32], const unsigned char *payload, size_t payload_length) {
    const size_t at = reference_payload_offset(envelope, length);
    const uint64_t generation = number(envelope + 32, 8);
    if (at == 0 || generation == UINT64_MAX) return -1;
    envelope[10] = flags;
    put(envelope + 32, generation + 1, 8);
    return seal(envelope, room, at, data_key, payload, payload_length);
}
