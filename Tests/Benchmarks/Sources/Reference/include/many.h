// Many sessions open at a time in C, with memory sized for it: what the library's own are measured against.
#pragma once

#include <stddef.h>

struct many;

// Opens DIRECTORY/0.session and so on, each under an exclusive lock with a log, and reads its auth key: sealed ones by the
// keyring at that path, unlocked once, plain ones where it is null. Null where anything is not as it should be.
struct many *many_open(const char *directory, int count, const char *keyring, const char *passphrase);

// The sum of the first bytes of all auth keys: who read other keys has another.
unsigned many_sum(const struct many *many);

// How long the last keyring took to be unlocked, in seconds.
double many_unlock_seconds(void);

void many_close(struct many *many);
