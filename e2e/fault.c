/* Strikes a process at a durable step of our choice: a power switch, and a disk that fails.
 *
 * Loaded with LD_PRELOAD, it counts the calls by which files below the folder FAULT_UNDER change: write,
 * fsync (and fdatasync), rename, unlink, truncate; and, by themselves, reads. Standard output and error do not count.
 * The file FAULT_CONTROL says what to do, in one line, and may come, change and go while the process
 * runs; counting starts anew with each new file:
 *
 *     count                        strike nothing
 *     kill-before N, kill-after N  SIGKILL right before or right after call N
 *     CALLS ERROR N [M]            call N, and every later one up to M, fails with ERROR
 *
 * CALLS is `all` or one of the five names or `read`; then only those count. ERROR is EIO, ENOSPC, or `short`:
 * half of the bytes are written, and no more is said. Each call that counts is a line in FAULT_TRACE, one
 * that was struck with a star. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum action { pass, kill_before, kill_after, fail, cut };

struct order {
    char calls[16];
    enum action action;
    int error;
    long first, last;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct order order;
static struct timespec since; /* of the control file that `order` is from */
static ino_t inode;
static long count;

static int parse(const char *line) {
    char calls[16] = "all", what[16] = "";
    order = (struct order){.calls = "all", .action = pass, .first = 0, .last = 0};
    if (strncmp(line, "count", 5) == 0) return 1;
    if (sscanf(line, "kill-before %ld", &order.first) == 1) {
        order.action = kill_before;
    } else if (sscanf(line, "kill-after %ld", &order.first) == 1) {
        order.action = kill_after;
    } else if (sscanf(line, "%15s %15s %ld %ld", calls, what, &order.first, &order.last) >= 3) {
        order.action = strcmp(what, "short") == 0 ? cut : fail;
        order.error = strcmp(what, "ENOSPC") == 0 ? ENOSPC : EIO;
        strcpy(order.calls, calls);
    } else {
        return 0;
    }
    if (order.last < order.first) order.last = order.first;
    return 1;
}

/* Whether a control file is there; reads it if it is another than before. */
static int armed(void) {
    const char *control = getenv("FAULT_CONTROL");
    struct stat status;
    if (!control || stat(control, &status) != 0) return 0;
    if (status.st_ino == inode && status.st_mtim.tv_sec == since.tv_sec &&
        status.st_mtim.tv_nsec == since.tv_nsec)
        return 1;
    char line[128] = "";
    int file = open(control, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    ssize_t bytes = syscall(SYS_read, file, line, sizeof line - 1);
    close(file);
    if (bytes <= 0 || !parse(line)) return 0;
    inode = status.st_ino;
    since = status.st_mtim;
    count = 0;
    return 1;
}

static int below(const char *path) {
    const char *under = getenv("FAULT_UNDER");
    return under && strncmp(path, under, strlen(under)) == 0 && path[strlen(under)] == '/';
}

static void trace(char mark, const char *call, const char *path) {
    const char *name = getenv("FAULT_TRACE");
    if (!name) return;
    char line[PATH_MAX + 64];
    int bytes = snprintf(line, sizeof line, "%c %ld %s %s\n", mark, count, call,
                         path + strlen(getenv("FAULT_UNDER")) + 1);
    int file = open(name, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return;
    syscall(SYS_write, file, line, (size_t)bytes);
    close(file);
}

/* Counts a call on a path, and says what is to become of it. */
static enum action judge(const char *call, const char *path) {
    int saved = errno;
    enum action action = pass;
    pthread_mutex_lock(&lock);
    if (below(path) && armed() &&
        (strcmp(order.calls, "all") == 0 ? strcmp(call, "read") != 0 : strcmp(order.calls, call) == 0)) {
        count++;
        int struck = order.action != pass && count >= order.first && count <= order.last;
        trace(struck ? '*' : '-', call, path);
        if (struck) action = order.action;
        if (action == kill_before) kill(getpid(), SIGKILL);
    }
    pthread_mutex_unlock(&lock);
    errno = saved;
    return action;
}

static enum action judge_file(const char *call, int file) {
    char link[32], path[PATH_MAX];
    if (file <= STDERR_FILENO) return pass;
    int saved = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t bytes = readlink(link, path, sizeof path - 1);
    errno = saved;
    if (bytes <= 0 || path[0] != '/') return pass;
    path[bytes] = 0;
    return judge(call, path);
}

#define REAL(type, name, ...)                                                   \
    static type (*real)(__VA_ARGS__);                                           \
    if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

/* Carries a call out as judged. `half` is the call with half of its bytes, or the call itself. */
#define CARRY_OUT(type, judged, whole, half)    \
    enum action action = judged;                \
    if (action == fail) {                       \
        errno = order.error;                    \
        return -1;                              \
    }                                           \
    type result = action == cut ? half : whole; \
    if (action == kill_after) kill(getpid(), SIGKILL); \
    return result

ssize_t write(int file, const void *bytes, size_t size) {
    REAL(ssize_t, "write", int, const void *, size_t);
    CARRY_OUT(ssize_t, judge_file("write", file), real(file, bytes, size), real(file, bytes, (size + 1) / 2));
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t at) {
    REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
    CARRY_OUT(ssize_t, judge_file("write", file), real(file, bytes, size, at), real(file, bytes, (size + 1) / 2, at));
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t at) {
    return pwrite(file, bytes, size, at);
}

ssize_t read(int file, void *bytes, size_t size) {
    REAL(ssize_t, "read", int, void *, size_t);
    CARRY_OUT(ssize_t, judge_file("read", file), real(file, bytes, size), real(file, bytes, (size + 1) / 2));
}

ssize_t pread(int file, void *bytes, size_t size, off_t at) {
    REAL(ssize_t, "pread", int, void *, size_t, off_t);
    CARRY_OUT(ssize_t, judge_file("read", file), real(file, bytes, size, at), real(file, bytes, (size + 1) / 2, at));
}

ssize_t pread64(int file, void *bytes, size_t size, off64_t at) { return pread(file, bytes, size, at); }

int fsync(int file) {
    REAL(int, "fsync", int);
    CARRY_OUT(int, judge_file("fsync", file), real(file), real(file));
}

int fdatasync(int file) {
    REAL(int, "fdatasync", int);
    CARRY_OUT(int, judge_file("fsync", file), real(file), real(file));
}

int ftruncate(int file, off_t size) {
    REAL(int, "ftruncate", int, off_t);
    CARRY_OUT(int, judge_file("truncate", file), real(file, size), real(file, size));
}

int ftruncate64(int file, off64_t size) { return ftruncate(file, size); }

int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    CARRY_OUT(int, judge("rename", to), real(from, to), real(from, to));
}

int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    CARRY_OUT(int, judge("unlink", path), real(path), real(path));
}
