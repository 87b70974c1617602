// Where a clock is read: functions that do nothing, for a profiler that is told to look when they are called.
#ifndef MARKS_H
#define MARKS_H

// From here on everything is what is timed.
void marks_begin(void);
void marks_end(void);

#endif
