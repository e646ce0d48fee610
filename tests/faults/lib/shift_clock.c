// Shifts the wall clock of the process that it is preloaded into by as many milliseconds as the file $SHIFT_FILE says.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static long shift_ms(void) {
  const char* name = getenv("SHIFT_FILE");
  FILE* file = name ? fopen(name, "re") : NULL;
  long ms = 0;
  if (!file) return 0;
  if (fscanf(file, "%ld", &ms) != 1) ms = 0;
  fclose(file);
  return ms;
}

int clock_gettime(clockid_t clock, struct timespec* time) {
  static int (*real)(clockid_t, struct timespec*);
  if (!real) real = (int (*)(clockid_t, struct timespec*))dlsym(RTLD_NEXT, "clock_gettime");
  const int result = real(clock, time);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) time->tv_sec += shift_ms() / 1000;
  return result;
}

int gettimeofday(struct timeval* restrict time, void* restrict zone) {
  static int (*real)(struct timeval*, void*);
  if (!real) real = (int (*)(struct timeval*, void*))dlsym(RTLD_NEXT, "gettimeofday");
  const int result = real(time, zone);
  if (result == 0 && time) time->tv_sec += shift_ms() / 1000;
  return result;
}

time_t time(time_t* out) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (out) *out = now.tv_sec;
  return now.tv_sec;
}
