#pragma once
#include <stddef.h>
#include <stdint.h>

/* Keys on a PKCS#11 token, and the EC private keys of OpenSSL that do their work there. No type of
 * PKCS#11 or OpenSSL crosses this border but the one EVP_PKEY. */

struct evp_pkey_st;

/* One token, logged in; safe to use from every thread. */
typedef struct heliograph_token heliograph_token;

enum heliograph_token_fault {
    HELIOGRAPH_TOKEN_FINE = 0,
    /* The module cannot be loaded, or it says no. */
    HELIOGRAPH_TOKEN_MODULE = 1,
    /* No token as named is in a slot, or two are. */
    HELIOGRAPH_TOKEN_ABSENT = 2,
    HELIOGRAPH_TOKEN_PIN = 3,
    HELIOGRAPH_TOKEN_KEY_ABSENT = 4,
    HELIOGRAPH_TOKEN_KEY_THERE = 5,
    /* The token refused an operation. */
    HELIOGRAPH_TOKEN_FAILED = 6,
};

typedef struct {
    enum heliograph_token_fault fault;
    /* What the token answered, CKR_...; 0 if it was not asked. */
    unsigned long answer;
    /* The call that it answered, or what was found instead of a token. */
    char step[96];
} heliograph_token_status;

/* What a token is told by; null for any. */
typedef struct {
    const char *label;
    const char *serial;
    const char *manufacturer;
    const char *model;
} heliograph_token_name;

/* Loads the module, finds the token and logs in, once. Null on failure. */
heliograph_token *heliograph_token_open(const char *module, const heliograph_token_name *name,
                                        const uint8_t *pin, size_t pin_count,
                                        heliograph_token_status *status);

/* Gives back this hold; keys made from it keep their own. */
void heliograph_token_free(heliograph_token *token);

enum heliograph_token_use { HELIOGRAPH_TOKEN_SIGN = 0, HELIOGRAPH_TOKEN_AGREE = 1 };

/* Makes an EC P-256 pair under a label that nothing has yet. The private half is sensitive and not
 * extractable, and does only what it is for. 1 on success. */
int heliograph_token_make(heliograph_token *token, const char *label, enum heliograph_token_use use,
                          heliograph_token_status *status);

/* The key under a label: its public half in memory, its private work on the token. */
struct evp_pkey_st *heliograph_token_key(heliograph_token *token, const char *label,
                                         heliograph_token_status *status);

/* Takes every object of the label away; 1 also when there is none. */
int heliograph_token_destroy(heliograph_token *token, const char *label,
                             heliograph_token_status *status);

/* Which fault an entry of OpenSSL's error queue stands for; fine if it is not of a token. */
enum heliograph_token_fault heliograph_token_fault_of(unsigned long error);
