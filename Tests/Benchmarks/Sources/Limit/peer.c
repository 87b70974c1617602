#include "peer.h"

#include <stdlib.h>
#include <string.h>

void draft_begin(struct draft *draft) {
    draft->phone = draft->type = (struct text){0, 0};
    draft->username_count = 0;
    draft->used = 0;
}

int draft_add(struct draft *draft, struct text *text, const void *bytes, size_t length) {
    if (length > sizeof draft->bytes - draft->used) return -1;
    *text = (struct text){(uint16_t)draft->used, (uint16_t)length};
    if (length) memcpy(draft->bytes + draft->used, bytes, length);
    draft->used += length;
    return 0;
}

int draft_add_username(struct draft *draft, const void *bytes, size_t length) {
    if (draft->username_count == MAX_USERNAMES ||
        draft_add(draft, &draft->usernames[draft->username_count], bytes, length) != 0)
        return -1;
    draft->username_count++;
    return 0;
}

bool draft_has_same_text(const struct draft *left, struct text a, const struct draft *right, struct text b) {
    return a.length == b.length && memcmp(left->bytes + a.at, right->bytes + b.at, a.length) == 0;
}

bool draft_has_same_names(const struct draft *left, const struct draft *right) {
    if (left->username_count != right->username_count) return false;
    for (int index = 0; index < left->username_count; index++)
        if (!draft_has_same_text(left, left->usernames[index], right, right->usernames[index])) return false;
    return true;
}

bool draft_has_same_values(const struct draft *left, const struct draft *right) {
    return left->id == right->id && left->has_access_hash == right->has_access_hash &&
           left->access_hash == right->access_hash && draft_has_same_text(left, left->type, right, right->type) &&
           draft_has_same_text(left, left->phone, right, right->phone) && draft_has_same_names(left, right);
}

int canonical_username(char *out, size_t room, const char *text) {
    size_t length = 0;
    for (text += *text == '@'; *text; text++) {
        if (length == room) return -1;
        out[length++] = *text >= 'A' && *text <= 'Z' ? (char)(*text | 0x20) : *text;
    }
    return (int)length;
}

int canonical_phone(char *out, size_t room, const char *text) {
    size_t length = 0;
    for (; *text; text++) {
        if (*text < '0' || *text > '9') continue;
        if (length == room) return -1;
        out[length++] = *text;
    }
    return (int)length;
}

// Whether the last username is one of those before.
static bool is_repeated(const struct draft *draft) {
    const int last = draft->username_count - 1;
    for (int index = 0; index < last; index++)
        if (draft_has_same_text(draft, draft->usernames[index], draft, draft->usernames[last])) return true;
    return false;
}

int draft_of_peer(struct draft *draft, const struct peer *peer, int64_t date) {
    char text[MAX_USERNAMES];
    draft_begin(draft);
    draft->id = peer->id;
    draft->access_hash = peer->has_access_hash ? peer->access_hash : 0;
    draft->has_access_hash = peer->has_access_hash;
    draft->date = date;
    if (draft_add(draft, &draft->type, peer->type, strlen(peer->type)) != 0) return -1;
    const int digits = peer->phone ? canonical_phone(text, sizeof text, peer->phone) : 0;
    if (digits < 0 || draft_add(draft, &draft->phone, text, (size_t)digits) != 0) return -1;
    for (int index = 0; index < peer->username_count; index++) {
        const int length = canonical_username(text, sizeof text, peer->usernames[index]);
        if (length < 0 || (length > 0 && draft_add_username(draft, text, (size_t)length) != 0)) return -1;
        if (length > 0 && is_repeated(draft)) draft->username_count--;
    }
    return 0;
}

static char *put(char *out, const struct draft *draft, struct text text) {
    memcpy(out, draft->bytes + text.at, text.length);
    out[text.length] = 0;
    return out + text.length + 1;
}

struct peer *peer_of_draft(const struct draft *draft) {
    const int count = draft->username_count;
    size_t texts = draft->type.length + 1u + draft->phone.length + 1u;
    for (int index = 0; index < count; index++) texts += draft->usernames[index].length + 1u;
    struct peer *peer = malloc(sizeof *peer + (size_t)count * sizeof(char *) + texts);
    if (!peer) return NULL;
    *peer = (struct peer){.id = draft->id,
                          .access_hash = draft->access_hash,
                          .date = draft->date,
                          .has_access_hash = draft->has_access_hash,
                          .username_count = count};
    char *next = (char *)(peer->usernames + count);
    peer->type = next;
    next = put(next, draft, draft->type);
    if (draft->phone.length) {
        peer->phone = next;
        next = put(next, draft, draft->phone);
    }
    for (int index = 0; index < count; index++) {
        peer->usernames[index] = next;
        next = put(next, draft, draft->usernames[index]);
    }
    return peer;
}
