// Nothing: its time is an engine's start-up, which run.py subtracts from the others.
// checksum 0x00000000
#include "kernel.h"

i32 run(void) { return 0; }
