/* The method of randomness that can be replaced at run time is deprecated in favour of providers, which
 * are compiled in or loaded from a file; for one test program the old way is the short one. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "stepper.h"

#include <openssl/rand.h>
#include <string.h>

/* Swift's runtime has a hook for whoever wants to run its jobs: `swift_task_enqueueGlobal_hook`
 * (swift/Runtime/Concurrency.h). Both functions use Swift's calling convention. */
#define SWIFTCALL __attribute__((swiftcall))
typedef SWIFTCALL void (*enqueue_original)(void *job);
extern SWIFTCALL void (*swift_task_enqueueGlobal_hook)(void *job, enqueue_original original);
extern SWIFTCALL void swift_job_run(void *job, void *executor_identity, uintptr_t executor_kind);

static void (*job_sink)(void *job);

static SWIFTCALL void take(void *job, enqueue_original original) {
    (void)original;
    job_sink(job);
}

void heliograph_stepper_take_jobs(void (*sink)(void *job)) {
    job_sink = sink;
    swift_task_enqueueGlobal_hook = take;
}

void heliograph_stepper_run_job(void *job) {
    /* The generic executor is all zeros. */
    swift_job_run(job, NULL, 0);
}

static uint64_t random_state;

static uint64_t next_random(void) {
    /* SplitMix64, as in SeededGenerator. */
    uint64_t mixed = random_state += 0x9E3779B97F4A7C15u;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

static int seeded_bytes(unsigned char *out, int count) {
    while (count > 0) {
        uint64_t some = next_random();
        int taken = count < 8 ? count : 8;
        memcpy(out, &some, (size_t)taken);
        out += taken;
        count -= taken;
    }
    return 1;
}

static int seeded_status(void) { return 1; }

int heliograph_stepper_seed_openssl(uint64_t seed) {
    static const RAND_METHOD method = {
        .bytes = seeded_bytes, .pseudorand = seeded_bytes, .status = seeded_status};
    random_state = seed;
    return RAND_set_rand_method(&method);
}
