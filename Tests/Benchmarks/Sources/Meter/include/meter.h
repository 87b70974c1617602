// Times what a process has SQLite do, from outside of the library that does it.
#ifndef METER_H
#define METER_H

// Every connection that is opened from now on has its transactions timed, and explicit checkpoints are timed too.
void meter_install(void);

// Forgets what was timed.
void meter_reset(void);

enum { METER_TRANSACTIONS, METER_CHECKPOINTS };

// How many were timed; at most so many are kept.
long meter_count(int kind);

// The time of one, in milliseconds.
double meter_time(int kind, long index);

#endif
