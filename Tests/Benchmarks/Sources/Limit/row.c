#include "row.h"

#include <string.h>

// version 1, id 8, flags 1, access hash 8, date 8
#define NUMBERS 26
#define HAS_ACCESS_HASH 1
#define HAS_PHONE 2

static unsigned char *put_text(unsigned char *out, const struct draft *draft, struct text text) {
    *out++ = (unsigned char)text.length;
    memcpy(out, draft->bytes + text.at, text.length);
    return out + text.length;
}

long peer_row(unsigned char plain[REFERENCE_MAX_ROW], const struct draft *draft) {
    size_t length = NUMBERS + 3 + draft->type.length + draft->phone.length;
    for (int index = 0; index < draft->username_count; index++) length += 1u + draft->usernames[index].length;
    if (reference_row_length(length) > REFERENCE_MAX_ROW) return -1;
    plain[0] = 1;
    memcpy(plain + 1, &draft->id, 8);
    plain[9] = (unsigned char)((draft->has_access_hash ? HAS_ACCESS_HASH : 0) | (draft->phone.length ? HAS_PHONE : 0));
    memcpy(plain + 10, &draft->access_hash, 8);
    memcpy(plain + 18, &draft->date, 8);
    unsigned char *next = put_text(plain + NUMBERS, draft, draft->type);
    next = put_text(next, draft, draft->phone);
    *next++ = (unsigned char)draft->username_count;
    for (int index = 0; index < draft->username_count; index++) next = put_text(next, draft, draft->usernames[index]);
    return next - plain;
}

// The text behind a length byte.
static int next_text(struct draft *draft, struct text *text, size_t *at, size_t end) {
    const unsigned char *bytes = (const unsigned char *)draft->bytes;
    if (*at >= end || *at + 1 + bytes[*at] > end) return -1;
    *text = (struct text){(uint16_t)(*at + 1), bytes[*at]};
    *at += 1u + bytes[*at];
    return 0;
}

int draft_of_plain(struct draft *draft, size_t end) {
    const unsigned char *plain = (const unsigned char *)draft->bytes;
    if (end < NUMBERS + 3 || plain[0] != 1) return -1;
    memcpy(&draft->id, plain + 1, 8);
    memcpy(&draft->access_hash, plain + 10, 8);
    memcpy(&draft->date, plain + 18, 8);
    draft->has_access_hash = plain[9] & HAS_ACCESS_HASH;
    size_t at = NUMBERS;
    if (next_text(draft, &draft->type, &at, end) || next_text(draft, &draft->phone, &at, end) || at == end) return -1;
    draft->username_count = plain[at++];
    for (int index = 0; index < draft->username_count; index++)
        if (next_text(draft, &draft->usernames[index], &at, end)) return -1;
    draft->used = end;
    return at == end ? 0 : -1;
}

int draft_of_row(struct draft *draft, const unsigned char *row, size_t length, int64_t token,
                 const struct reference_keys *keys) {
    const long count =
        reference_unseal_row((unsigned char *)draft->bytes, row, length, REFERENCE_PEERS, token, keys);
    return count < 0 ? -1 : draft_of_plain(draft, (size_t)count);
}

void state_row(unsigned char plain[STATE_ROW], const struct state *state) {
    plain[0] = 1;
    memcpy(plain + 1, &state->id, 8);
    plain[9] = 15;
    memcpy(plain + 10, &state->pts, 8);
    memcpy(plain + 18, &state->qts, 8);
    memcpy(plain + 26, &state->date, 8);
    memcpy(plain + 34, &state->seq, 8);
}

int state_of_row(struct state *state, const unsigned char *row, size_t length, int64_t token,
                 const struct reference_keys *keys) {
    unsigned char plain[REFERENCE_MAX_ROW];
    if (reference_unseal_row(plain, row, length, REFERENCE_STATES, token, keys) != STATE_ROW || plain[0] != 1) return -1;
    memcpy(&state->id, plain + 1, 8);
    memcpy(&state->pts, plain + 10, 8);
    memcpy(&state->qts, plain + 18, 8);
    memcpy(&state->date, plain + 26, 8);
    memcpy(&state->seq, plain + 34, 8);
    return reference_token(state->id, keys->state) == token ? 0 : -1;
}
