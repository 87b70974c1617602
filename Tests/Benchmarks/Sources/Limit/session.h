// A session's own values, and the forms that they are in.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AUTH_KEY 256

struct session {
    int16_t dc;
    bool is_test, is_bot;
    int32_t api_id;
    int64_t user_id, date;
    unsigned char auth_key[AUTH_KEY];
    uint16_t port;
    char address[64];
};

// The session that all contenders begin with.
void session_begin(struct session *session);

// What a re-key keeps of the epoch before.
struct retiring {
    unsigned char epoch[4], data_key[32];
};

#define MAX_RECORD 512
// The record of an envelope, padded; its length.
size_t session_record(unsigned char record[MAX_RECORD], const struct session *session, const struct retiring *retiring);
int session_of_record(struct session *session, const unsigned char *record, size_t length);

#define SESSION_STRING 362
// The plain session string with a zero behind it, in memory of its own; null where there is none left.
char *session_string(const struct session *session);
int session_of_string(struct session *session, const char *string);
