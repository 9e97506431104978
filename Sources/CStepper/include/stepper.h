/* For the simulator alone: every task of the process on one thread, and OpenSSL's randomness from a seed. */
#ifndef HELIOGRAPH_STEPPER_H
#define HELIOGRAPH_STEPPER_H

#include <stdint.h>

/* From now on a job that Swift would give to its thread pool is given to `sink` instead. */
void heliograph_stepper_take_jobs(void (*sink)(void *job));

/* Runs such a job here, as the thread pool would. */
void heliograph_stepper_run_job(void *job);

/* From now on `RAND_bytes` and what builds on it give the same bytes for the same seed: keys, nonces,
 * signatures. Never in a node. */
int heliograph_stepper_seed_openssl(uint64_t seed);

#endif
