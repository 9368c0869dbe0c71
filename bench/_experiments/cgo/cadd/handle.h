#include <stdint.h>

/* A handle is memory of C that Go gets a pointer to. C keeps a pointer too, to look at it later. */
typedef struct { uint64_t words[4]; } handle;

handle *handle_new(int i);
int handle_lost(int i);
void handle_free(int i);
