#pragma once

#include "vault.h"

#include <sodium.h>

// magic 7, version 1, total length 2, flags 1, slot count 1, vault id 16, epoch 4, generation 8
#define HEAD 40
// type 1, flags 1, body length 2, slot id 8
#define SLOT_HEAD 12
// A body ends in nonce 24, commitment 32, wrapped key 48; a passphrase slot's begins with algorithm 1, passes 1, MiB 2,
// salt 16.
#define BODY_END 104
#define MAC 32
// What a payload is bound to: the first 8 bytes, vault id, epoch.
#define PAYLOAD_BOUND (8 + 16 + 4)

// Wrapping key and commitment of a slot at the front of `slot`, whose body has `prefix` bytes before the nonce.
void reference_wrapping(unsigned char keys[64], const unsigned char *slot, size_t prefix, const unsigned char *envelope,
                        const unsigned char secret[32]);
void reference_bind_payload(unsigned char bound[PAYLOAD_BOUND], const unsigned char *envelope);
// Where the payload's nonce is, behind the slots; 0 where they go beyond the end.
size_t reference_payload_offset(const unsigned char *envelope, size_t length);
