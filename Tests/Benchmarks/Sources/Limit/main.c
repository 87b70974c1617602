#include "limit.h"

int main(int argc, char **argv) { return limit_main(argc, argv); }
