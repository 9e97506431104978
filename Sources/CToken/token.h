#pragma once
#include <p11-kit-1/p11-kit/pkcs11.h>
#include <pthread.h>

#include "ctoken.h"

/* Sessions in use at once; who comes later waits. */
#define SESSIONS_MAX 8

/* EC P-256: a number, and an uncompressed point. */
#define COORDINATE 32
#define POINT (1 + 2 * COORDINATE)

struct heliograph_token {
    CK_FUNCTION_LIST *calls;
    char *label, *serial, *manufacturer, *model;
    unsigned char *pin;
    size_t pin_count;

    pthread_mutex_t mutex; /* over all below */
    pthread_cond_t freed;
    int holders;
    int pin_refused; /* a wrong PIN is tried once: tokens lock after a few */
    int connected;
    unsigned long generation; /* object handles of an earlier one are void */
    CK_SESSION_HANDLE anchor; /* the login lasts as long as a session */
    CK_SLOT_ID slot;
    int in_use;
    int idle_count;
    CK_SESSION_HANDLE idle[SESSIONS_MAX];
};

/* Work in one session, which nobody else has meanwhile. Returns CKR_OK, or what failed. */
typedef CK_RV (*token_work)(heliograph_token *token, CK_SESSION_HANDLE session, unsigned long generation,
                            void *closure, heliograph_token_status *status);

/* Runs work; where the token was lost, finds it and logs in again, once. 1 on success. */
int token_run(heliograph_token *token, token_work work, void *closure, heliograph_token_status *status);

/* Notes what a call answered; gives it back. */
CK_RV token_note(heliograph_token_status *status, const char *step, CK_RV answer);

/* The first objects of a class and label. */
CK_RV token_find(heliograph_token *token, CK_SESSION_HANDLE session, CK_OBJECT_CLASS class,
                 const char *label, CK_OBJECT_HANDLE *found, CK_ULONG *count,
                 heliograph_token_status *status);

/* The public point of the pair under a label, both halves of which must be there. 1 on success. */
int token_point(heliograph_token *token, const char *label, unsigned char point[POINT],
                heliograph_token_status *status);

void token_retain(heliograph_token *token);
