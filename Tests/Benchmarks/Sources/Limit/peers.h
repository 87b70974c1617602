// A session's peers and update states.
#pragma once

#include "row.h"
#include "store.h"

// 1 where the peer was found, which free() ends; 0 where it was not; -1 where a row does not open or does not hold what
// was asked for. A username is believed for eight hours.
int peer_by_id(struct store *store, int64_t id, struct peer **peer);
int peer_by_username(struct store *store, const char *username, struct peer **peer);
int peer_by_phone(struct store *store, const char *phone, struct peer **peer);

// Stores peers as they were just seen, fifty in a transaction, as if one after the other.
int update_peers(struct store *store, struct peer *const *peers, int count);
// As update_peers, in one transaction and with nothing looked up, into a file that has none of them.
int add_new_peers(struct store *store, struct peer *const *peers, int count);

// Stores a state, unless it is stored already.
int update_state(struct store *store, const struct state *state);
// Fills a file that has no peers with so many, not as fast as may be for each but in little memory.
int fill_with_peers(struct store *store, uint64_t peers);
// All states, in memory that free() ends; their number, or -1.
long read_states(struct store *store, struct state **states);

// Seals a plain session in place, from its first durable write to its last; the store is of a plain file before, and of a
// sealed one of that mode after. Unlike the library it does not search the file for what was plain.
int seal_in_place(struct store *store, const struct mode *mode);
// Moves a sealed session to another data key.
int rekey(struct store *store);

// What the others are made of: rows by their number in the file, which is an id or its token.
int64_t row_of_peer(const struct store *store, int64_t id);
int read_peer(struct store *store, int64_t row, struct draft *draft);
// The peer with an id: from what is kept where it is there, and kept where it was read.
int find_peer(struct store *store, int64_t id, struct draft *draft);
int take_plain_peer(struct store *store, sqlite3_stmt *row, struct draft *draft);
int take_sealed_peer(struct store *store, sqlite3_stmt *row, struct draft *draft);

// Nonces for rows, drawn as many at once as a batch needs: one alone costs a third of a seal. They end with the batch.
#define MAX_NONCES 50
struct nonces {
    int at_once, left;
    unsigned char bytes[MAX_NONCES][24];
};
const unsigned char *next_nonce(struct nonces *nonces);

// What stands in the columns of a peer's rows, each made once: in a plain file the id, and no token.
struct columns {
    int64_t row;
    char phone[33];
    char usernames[MAX_USERNAMES][33];
};
void make_columns(const struct store *store, const struct draft *draft, struct columns *columns);
void make_phone_column(const struct store *store, const struct draft *draft, struct columns *columns);
// Binds a text, or what stands for it.
void bind_name(const struct store *store, sqlite3_stmt *statement, int index, const struct draft *draft,
               struct text text, const char token[33]);

// Puts a peer in the place of the one that is stored, which is null where there is none. Names that have not changed are
// not written: two indexes would be written with them.
int write_peer(struct store *store, const struct draft *draft, const struct columns *columns,
               const struct draft *stored, struct nonces *nonces);
int write_state(struct store *store, const struct state *state, struct nonces *nonces);
// Takes a peer's names from whoever else has them.
int take_names(struct store *store, const struct draft *draft, const struct columns *columns, struct nonces *nonces);
int remove_peer(struct store *store, int64_t row);
