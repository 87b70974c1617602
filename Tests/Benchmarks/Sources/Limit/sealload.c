#include "limit.h"
enum outcome run_encrypt(struct limit *limit, const struct request *request, struct reply *reply) { (void)limit; (void)request; (void)reply; return CANNOT; }
enum outcome run_rekey(struct limit *limit, const struct request *request, struct reply *reply) { (void)limit; (void)request; (void)reply; return CANNOT; }
