#include "session.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FIXED (1 + 1 + 2 + 4 + 8 + 8 + AUTH_KEY)
#define FLAG_TEST 1
#define FLAG_BOT 2
#define FLAG_USER 4
#define FIELD_ADDRESS 1
#define FIELD_PORT 2
#define FIELD_RETIRING 4

void session_begin(struct session *session) {
    memset(session, 0, sizeof *session);
    session->dc = 2;
    session->api_id = 1;
    session->user_id = 1;
    for (int index = 0; index < AUTH_KEY; index++) session->auth_key[index] = (unsigned char)index;
    session->port = 443;
    session->date = time(NULL);
    strcpy(session->address, "149.154.167.51");
}

static unsigned char *put_field(unsigned char *out, unsigned char type, const void *value, size_t length) {
    out[0] = type;
    out[1] = (unsigned char)length;
    out[2] = (unsigned char)(length >> 8);
    memcpy(out + 3, value, length);
    return out + 3 + length;
}

size_t session_record(unsigned char record[MAX_RECORD], const struct session *session, const struct retiring *retiring) {
    memset(record, 0, MAX_RECORD);
    record[0] = 1;
    record[1] = (unsigned char)((session->is_test ? FLAG_TEST : 0) | (session->is_bot ? FLAG_BOT : 0) |
                                (session->user_id ? FLAG_USER : 0));
    memcpy(record + 2, &session->dc, 2);
    memcpy(record + 4, &session->api_id, 4);
    memcpy(record + 8, &session->user_id, 8);
    memcpy(record + 16, &session->date, 8);
    memcpy(record + 24, session->auth_key, AUTH_KEY);
    unsigned char *next = record + FIXED;
    if (session->address[0]) next = put_field(next, FIELD_ADDRESS, session->address, strlen(session->address));
    if (session->port) next = put_field(next, FIELD_PORT, &session->port, 2);
    if (retiring) next = put_field(next, FIELD_RETIRING, retiring, sizeof *retiring);
    return ((size_t)(next - record) + 63) / 64 * 64;
}

int session_of_record(struct session *session, const unsigned char *record, size_t length) {
    if (length < FIXED || record[0] != 1) return -1;
    memset(session, 0, sizeof *session);
    session->is_test = record[1] & FLAG_TEST;
    session->is_bot = record[1] & FLAG_BOT;
    memcpy(&session->dc, record + 2, 2);
    memcpy(&session->api_id, record + 4, 4);
    memcpy(&session->user_id, record + 8, 8);
    memcpy(&session->date, record + 16, 8);
    memcpy(session->auth_key, record + 24, AUTH_KEY);
    for (size_t at = FIXED; at + 3 <= length && record[at]; at += 3u + (size_t)(record[at + 1] | record[at + 2] << 8)) {
        const size_t count = (size_t)(record[at + 1] | record[at + 2] << 8);
        if (at + 3 + count > length) return -1;
        if (record[at] == FIELD_ADDRESS && count < sizeof session->address)
            memcpy(session->address, record + at + 3, count);
        if (record[at] == FIELD_PORT && count == 2) memcpy(&session->port, record + at + 3, 2);
    }
    return 0;
}

// `>BI?256sQ?` in the words of Python's struct, as Pyrogram's family writes it.
#define PACKED (1 + 4 + 1 + AUTH_KEY + 8 + 1)

static void put_big_endian(unsigned char *out, uint64_t value, int bytes) {
    for (int index = 0; index < bytes; index++) out[index] = (unsigned char)(value >> (8 * (bytes - 1 - index)));
}

static uint64_t big_endian(const unsigned char *bytes, int count) {
    uint64_t value = 0;
    for (int index = 0; index < count; index++) value = value << 8 | bytes[index];
    return value;
}

char *session_string(const struct session *session) {
    unsigned char packed[PACKED];
    packed[0] = (unsigned char)session->dc;
    put_big_endian(packed + 1, (uint32_t)session->api_id, 4);
    packed[5] = session->is_test;
    memcpy(packed + 6, session->auth_key, AUTH_KEY);
    put_big_endian(packed + 6 + AUTH_KEY, (uint64_t)session->user_id, 8);
    packed[PACKED - 1] = session->is_bot;
    char *string = malloc(SESSION_STRING + 1);
    if (string)
        sodium_bin2base64(string, SESSION_STRING + 1, packed, sizeof packed, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(packed, sizeof packed);
    return string;
}

int session_of_string(struct session *session, const char *string) {
    unsigned char packed[PACKED];
    size_t length;
    if (strlen(string) != SESSION_STRING ||
        sodium_base642bin(packed, sizeof packed, string, SESSION_STRING, NULL, &length, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        length != PACKED || packed[5] > 1 || packed[PACKED - 1] > 1)
        return -1;
    memset(session, 0, sizeof *session);
    session->dc = packed[0];
    session->api_id = (int32_t)big_endian(packed + 1, 4);
    session->is_test = packed[5];
    memcpy(session->auth_key, packed + 6, AUTH_KEY);
    session->user_id = (int64_t)big_endian(packed + 6 + AUTH_KEY, 8);
    session->is_bot = packed[PACKED - 1];
    sodium_memzero(packed, sizeof packed);
    return 0;
}
