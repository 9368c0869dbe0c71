#include <unistd.h>
#include "codec.h"

void codec_set_up(void) { usleep(300 * 1000); }
