/* Ends the process with SIGKILL right before or after the Nth change of a file in keys/: a power cut
 * at a place of our choice. CRASH_AT=N, CRASH_WHEN=before|after; nothing happens without them.
 * The count of changes so far is appended to CRASH_LOG. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static atomic_int changes;

static int counted(const char *path) { return strstr(path, "/keys/") != NULL; }

static void strike(const char *when, int number, const char *what, const char *path) {
    const char *at = getenv("CRASH_AT"), *wanted = getenv("CRASH_WHEN"), *log = getenv("CRASH_LOG");
    if (!at || !wanted || atoi(at) != number || strcmp(wanted, when) != 0) return;
    if (log) {
        FILE *file = fopen(log, "a");
        if (file) {
            fprintf(file, "%s %s %s\n", when, what, strrchr(path, '/') + 1);
            fclose(file);
        }
    }
    kill(getpid(), SIGKILL);
}

int rename(const char *from, const char *to) {
    int (*real)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
    if (!counted(to)) return real(from, to);
    int number = atomic_fetch_add(&changes, 1) + 1;
    strike("before", number, "writing", to);
    int result = real(from, to);
    strike("after", number, "writing", to);
    return result;
}

int unlink(const char *path) {
    int (*real)(const char *) = dlsym(RTLD_NEXT, "unlink");
    if (!counted(path)) return real(path);
    int number = atomic_fetch_add(&changes, 1) + 1;
    strike("before", number, "removing", path);
    int result = real(path);
    strike("after", number, "removing", path);
    return result;
}
