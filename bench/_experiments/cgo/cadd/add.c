#include <pthread.h>
#include <stdint.h>

int64_t add(int64_t a, int64_t b) { return a + b; }

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t opened = PTHREAD_COND_INITIALIZER;
static int waiting, open;

/* Waits in C, of which Go's scheduler knows nothing. */
void block(void) {
	pthread_mutex_lock(&mutex);
	waiting++;
	while (!open) pthread_cond_wait(&opened, &mutex);
	pthread_mutex_unlock(&mutex);
}

int inside(void) {
	pthread_mutex_lock(&mutex);
	int n = waiting;
	pthread_mutex_unlock(&mutex);
	return n;
}

void release(void) {
	pthread_mutex_lock(&mutex);
	open = 1;
	pthread_cond_broadcast(&opened);
	pthread_mutex_unlock(&mutex);
}
