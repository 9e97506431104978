/* Tells ThreadSanitizer of a contended `Synchronization.Mutex`.
 *
 * Swift emits the mutex's fast path into our code, where the sanitizer sees its atomics. When several
 * threads want it, Swift locks and unlocks in libswiftSynchronization.so, on a futex, which the sanitizer
 * does not see: what was written under the lock then looks like a race. `./dev tsan` preloads this. It
 * stands before those two functions and says what they do. Nothing is suppressed.
 *
 * The mutex is Swift's `self`, in the register that clang calls the Swift context.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))
#define LOCK_SLOW "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK_SLOW "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

/* Only a program that is sanitized has these. */
__attribute__((weak)) void __tsan_acquire(void *address);
__attribute__((weak)) void __tsan_release(void *address);

typedef SWIFT void lock_slow(uint32_t thread, SELF void *mutex);
typedef SWIFT void unlock_slow(SELF void *mutex);
lock_slow heliograph_lock_slow __asm__(LOCK_SLOW);
unlock_slow heliograph_unlock_slow __asm__(UNLOCK_SLOW);

static void *behind(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (found == NULL) abort();
    return found;
}

SWIFT void heliograph_lock_slow(uint32_t thread, SELF void *mutex) {
    ((lock_slow *)behind(LOCK_SLOW))(thread, mutex);
    if (__tsan_acquire) __tsan_acquire(mutex);
}

SWIFT void heliograph_unlock_slow(SELF void *mutex) {
    if (__tsan_release) __tsan_release(mutex);
    ((unlock_slow *)behind(UNLOCK_SLOW))(mutex);
}
