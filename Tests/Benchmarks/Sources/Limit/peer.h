// A peer as a client has it, and as it is read and written.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MAX_USERNAMES 255
// What a row has of text at most, and the numbers and lengths of a sealed one beside it.
#define MAX_TEXT 4096

// One block of memory, the texts in it: free() ends it. A phone that is not known is null.
struct peer {
    int64_t id, access_hash, date;
    bool has_access_hash;
    const char *type, *phone;
    int username_count;
    const char *usernames[];
};

// A text of a draft, by where it is in its bytes.
struct text {
    uint16_t at, length;
};

// A row while it is read, merged or written: no memory of its own.
struct draft {
    int64_t id, access_hash, date;
    bool has_access_hash;
    struct text type, phone;
    int username_count;
    size_t used;
    struct text usernames[MAX_USERNAMES];
    char bytes[MAX_TEXT];
};

void draft_begin(struct draft *draft);
// Copies a text into the draft; -1 where there is no room.
int draft_add(struct draft *draft, struct text *text, const void *bytes, size_t length);
int draft_add_username(struct draft *draft, const void *bytes, size_t length);
bool draft_has_same_text(const struct draft *left, struct text a, const struct draft *right, struct text b);
bool draft_has_same_names(const struct draft *left, const struct draft *right);
// Whether all but the dates are the same.
bool draft_has_same_values(const struct draft *left, const struct draft *right);

// The draft of a peer as it was given, in canonical form, each username once.
int draft_of_peer(struct draft *draft, const struct peer *peer, int64_t date);
// The peer of a draft; null where there is no memory.
struct peer *peer_of_draft(const struct draft *draft);

// One leading @ off and ASCII in lower case; digits alone. Both give the length, 0 where nothing is left, and -1 where
// there is no room.
int canonical_username(char *out, size_t room, const char *text);
int canonical_phone(char *out, size_t room, const char *text);
