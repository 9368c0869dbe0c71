package main

/*
#include <pthread.h>
#include <unistd.h>

extern void callback(int);

static void *thread(void *p) {
	for (int i = 0; i < 3; i++) {
		callback(i);
		usleep(100);
	}
	return p;
}

static void threads(void) {
	pthread_t t[3];
	for (int i = 0; i < 3; i++)
		pthread_create(&t[i], 0, thread, 0);
	for (int i = 0; i < 3; i++)
		pthread_join(t[i], 0);
	callback(0);
}
*/
import "C"

import "time"

// callbacks calls C, which calls back from threads of its own: their goroutines are created in a
// system call, and some are created again and again.
func callbacks() {
	C.threads()
}

//export callback
func callback(i C.int) {
	if i%2 == 0 {
		time.Sleep(100 * time.Microsecond)
	}
	c := make(chan int)
	go func() { c <- 1 }()
	<-c
}
