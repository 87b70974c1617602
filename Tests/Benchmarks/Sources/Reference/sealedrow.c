#include "internal.h"

#include <string.h>

#define BLOCK 64
#define PREFIX (1 + 4 + 24)
#define TAG 16
#define BOUND (7 + 16 + 4 + 1 + 8)

int64_t reference_token(int64_t value, const unsigned char key[32]) {
    int64_t token;
    crypto_generichash((unsigned char *)&token, 8, (const unsigned char *)&value, 8, key, 32);
    return token;
}

void reference_text_token(char token[33], const char *text, size_t length, const unsigned char key[32]) {
    unsigned char bytes[16];
    crypto_generichash(bytes, sizeof bytes, (const unsigned char *)text, length, key, 32);
    sodium_bin2hex(token, 33, bytes, sizeof bytes);
}

size_t reference_row_length(size_t plain) { return PREFIX + (plain / BLOCK + 1) * BLOCK + TAG; }

static void bind(unsigned char bound[BOUND], enum reference_table table, int64_t token,
                 const struct reference_keys *keys) {
    memcpy(bound, "SVT1row", 7);
    memcpy(bound + 7, keys->vault_id, 16);
    memcpy(bound + 23, keys->epoch, 4);
    bound[27] = (unsigned char)table;
    memcpy(bound + 28, &token, 8);
}

void reference_seal_row(unsigned char *row, unsigned char *plain, size_t length, enum reference_table table,
                        int64_t token, const unsigned char nonce[24], const struct reference_keys *keys) {
    unsigned char bound[BOUND];
    const size_t padded = (length / BLOCK + 1) * BLOCK;
    plain[length] = 0x80;
    memset(plain + length + 1, 0, padded - length - 1);
    row[0] = 1;
    memcpy(row + 1, keys->epoch, 4);
    memcpy(row + 5, nonce, 24);
    bind(bound, table, token, keys);
    crypto_aead_xchacha20poly1305_ietf_encrypt(row + PREFIX, NULL, plain, padded, bound, sizeof bound, NULL, nonce,
                                               keys->row);
}

long reference_unseal_row(unsigned char plain[REFERENCE_MAX_ROW], const unsigned char *row, size_t length,
                          enum reference_table table, int64_t token, const struct reference_keys *keys) {
    unsigned char bound[BOUND];
    unsigned long long padded;
    if (!row || length < PREFIX + BLOCK + TAG || length - PREFIX - TAG > REFERENCE_MAX_ROW || row[0] != 1 ||
        memcmp(row + 1, keys->epoch, 4) != 0)
        return -1;
    bind(bound, table, token, keys);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain, &padded, NULL, row + PREFIX, length - PREFIX, bound,
                                                   sizeof bound, row + 5, keys->row) != 0)
        return -1;
    // It was authenticated, so sodium_unpad's constant time, a tenth of a look-up, would hide nothing from anybody.
    size_t end = padded - 1;
    while (end > 0 && plain[end] == 0) end--;
    return plain[end] == 0x80 && padded - end <= BLOCK ? (long)end : -1;
}
