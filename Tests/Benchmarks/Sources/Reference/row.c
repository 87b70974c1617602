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

int reference_open_row(struct reference *reference, int64_t token, const unsigned char *row, size_t length,
                       struct reference_peer *peer) {
    const long plain =
        reference_unseal_row(reference->plain, row, length, REFERENCE_PEERS, token, &reference->keys);
    return plain < 0 ? -1 : decode(reference, (size_t)plain, peer);
}
