#include "internal.h"

#include <string.h>

// The next text of a length byte and that many bytes, copied to where a zero follows it.
static const char *next_text(const unsigned char **at, const unsigned char *end, char **texts) {
    if (*at >= end || *at + 1 + **at > end) return NULL;
    char *text = *texts;
    memcpy(text, *at + 1, **at);
    text[**at] = 0;
    *texts += **at + 1;
    *at += 1 + **at;
    return text;
}

static int decode(struct reference *reference, size_t length, struct reference_peer *peer) {
    const unsigned char *at = reference->plain, *end = reference->plain + length;
    char *texts = reference->texts;
    if (length < 29 || at[0] != 1) return -1;
    memcpy(&peer->id, at + 1, 8);
    memcpy(&peer->access_hash, at + 10, 8);
    memcpy(&peer->date, at + 18, 8);
    at += 26;
    peer->type = next_text(&at, end, &texts);
    peer->phone = peer->type ? next_text(&at, end, &texts) : NULL;
    if (!peer->phone || at == end || *at > REFERENCE_MAX_USERNAMES) return -1;
    peer->username_count = *at++;
    for (int index = 0; index < peer->username_count; index++)
        if (!(peer->usernames[index] = next_text(&at, end, &texts))) return -1;
    return at == end ? 1 : -1;
}

int reference_open_row(struct reference *reference, const unsigned char token[8], const unsigned char *row,
                       size_t length, struct reference_peer *peer) {
    unsigned char associated[7 + 16 + 4 + 1 + 8];
    unsigned long long padded;
    size_t plain;
    if (!row || length < 29 + 64 + 16 || length > sizeof reference->plain || row[0] != 1 ||
        memcmp(row + 1, reference->keys.epoch, 4) != 0)
        return -1;
    memcpy(associated, "SVT1row", 7);
    memcpy(associated + 7, reference->keys.vault_id, 16);
    memcpy(associated + 23, reference->keys.epoch, 4);
    associated[27] = 1;
    memcpy(associated + 28, token, 8);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(reference->plain, &padded, NULL, row + 29, length - 29, associated,
                                                   sizeof associated, row + 5, reference->keys.row) != 0 ||
        sodium_unpad(&plain, reference->plain, padded, 64) != 0)
        return -1;
    return decode(reference, plain, peer);
}
