/* A module, its token, the login, and sessions: who takes one has it alone. */
#include "token.h"

#include <dlfcn.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void note_fault(heliograph_token_status *status, enum heliograph_token_fault fault, const char *step,
                       CK_RV answer) {
    status->fault = fault;
    status->answer = answer;
    snprintf(status->step, sizeof status->step, "%s", step);
}

CK_RV token_note(heliograph_token_status *status, const char *step, CK_RV answer) {
    if (answer == CKR_OK) return answer;
    enum heliograph_token_fault fault = HELIOGRAPH_TOKEN_FAILED;
    switch (answer) {
    case CKR_TOKEN_NOT_PRESENT:
    case CKR_TOKEN_NOT_RECOGNIZED:
    case CKR_DEVICE_REMOVED:
    case CKR_SLOT_ID_INVALID: fault = HELIOGRAPH_TOKEN_ABSENT; break;
    case CKR_PIN_INCORRECT:
    case CKR_PIN_INVALID:
    case CKR_PIN_LEN_RANGE:
    case CKR_PIN_LOCKED:
    case CKR_PIN_EXPIRED:
    case CKR_USER_PIN_NOT_INITIALIZED: fault = HELIOGRAPH_TOKEN_PIN; break;
    default: break;
    }
    note_fault(status, fault, step, answer);
    return answer;
}

/* Answers after which the token has to be found anew. */
static int is_lost(CK_RV answer) {
    switch (answer) {
    case CKR_SESSION_HANDLE_INVALID:
    case CKR_SESSION_CLOSED:
    case CKR_DEVICE_ERROR:
    case CKR_DEVICE_REMOVED:
    case CKR_TOKEN_NOT_PRESENT:
    case CKR_TOKEN_NOT_RECOGNIZED:
    case CKR_USER_NOT_LOGGED_IN:
    case CKR_OBJECT_HANDLE_INVALID:
    case CKR_KEY_HANDLE_INVALID: return 1;
    default: return 0;
    }
}

/* PKCS#11 pads its texts with blanks. */
static int is_named(const char *wanted, const CK_UTF8CHAR *field, size_t size) {
    if (wanted == NULL) return 1;
    size_t count = strlen(wanted);
    if (count > size || memcmp(wanted, field, count) != 0) return 0;
    for (size_t index = count; index < size; index++) {
        if (field[index] != ' ') return 0;
    }
    return 1;
}

static CK_RV find_slot(heliograph_token *token, heliograph_token_status *status) {
    CK_ULONG count = 0;
    CK_RV answer = token->calls->C_GetSlotList(CK_TRUE, NULL, &count);
    if (answer != CKR_OK) return token_note(status, "C_GetSlotList", answer);
    CK_SLOT_ID *slots = calloc(count + 1, sizeof *slots);
    if (slots == NULL) return token_note(status, "calloc", CKR_HOST_MEMORY);
    answer = token->calls->C_GetSlotList(CK_TRUE, slots, &count);
    int found = 0;
    for (CK_ULONG index = 0; answer == CKR_OK && index < count; index++) {
        CK_TOKEN_INFO info;
        if (token->calls->C_GetTokenInfo(slots[index], &info) != CKR_OK) continue;
        if (!(info.flags & CKF_TOKEN_INITIALIZED)) continue;
        if (is_named(token->label, info.label, sizeof info.label)
            && is_named(token->serial, info.serialNumber, sizeof info.serialNumber)
            && is_named(token->manufacturer, info.manufacturerID, sizeof info.manufacturerID)
            && is_named(token->model, info.model, sizeof info.model)) {
            token->slot = slots[index];
            found++;
        }
    }
    free(slots);
    if (answer != CKR_OK) return token_note(status, "C_GetSlotList", answer);
    if (found == 1) return CKR_OK;
    note_fault(status, HELIOGRAPH_TOKEN_ABSENT, found == 0 ? "no token is so named" : "two tokens are so named", 0);
    return CKR_TOKEN_NOT_PRESENT;
}

static CK_RV open_session(heliograph_token *token, CK_SESSION_HANDLE *session, heliograph_token_status *status) {
    return token_note(status, "C_OpenSession",
                      token->calls->C_OpenSession(token->slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, NULL, NULL,
                                                  session));
}

/* With the mutex held. */
static CK_RV connect_token(heliograph_token *token, heliograph_token_status *status) {
    if (token->pin_refused) return token_note(status, "C_Login, earlier", CKR_PIN_INCORRECT);
    CK_RV answer = find_slot(token, status);
    if (answer == CKR_OK) answer = open_session(token, &token->anchor, status);
    if (answer != CKR_OK) return answer;
    answer = token->calls->C_Login(token->anchor, CKU_USER, token->pin, token->pin_count);
    if (answer == CKR_USER_ALREADY_LOGGED_IN) answer = CKR_OK;
    if (answer != CKR_OK) {
        token_note(status, "C_Login", answer);
        token->pin_refused = status->fault == HELIOGRAPH_TOKEN_PIN;
        token->calls->C_CloseSession(token->anchor);
        return answer;
    }
    token->connected = 1;
    return CKR_OK;
}

/* With the mutex held. */
static void disconnect_token(heliograph_token *token) {
    if (!token->connected) return;
    while (token->idle_count > 0) token->calls->C_CloseSession(token->idle[--token->idle_count]);
    token->calls->C_CloseSession(token->anchor);
    token->connected = 0;
    token->generation++;
}

static CK_RV take_session(heliograph_token *token, CK_SESSION_HANDLE *session, unsigned long *generation,
                          heliograph_token_status *status) {
    pthread_mutex_lock(&token->mutex);
    while (token->in_use >= SESSIONS_MAX) pthread_cond_wait(&token->freed, &token->mutex);
    CK_RV answer = token->connected ? CKR_OK : connect_token(token, status);
    if (answer == CKR_OK) {
        if (token->idle_count > 0) {
            *session = token->idle[--token->idle_count];
        } else {
            answer = open_session(token, session, status);
            if (is_lost(answer)) disconnect_token(token);
        }
    }
    *generation = token->generation;
    if (answer == CKR_OK) token->in_use++;
    pthread_mutex_unlock(&token->mutex);
    return answer;
}

static void give_session(heliograph_token *token, CK_SESSION_HANDLE session, unsigned long generation,
                         CK_RV answer) {
    pthread_mutex_lock(&token->mutex);
    int is_current = token->connected && generation == token->generation;
    if (is_current && answer == CKR_OK && token->idle_count < SESSIONS_MAX) {
        token->idle[token->idle_count++] = session;
    } else {
        /* What failed may have left an operation behind. */
        token->calls->C_CloseSession(session);
        if (is_current && is_lost(answer)) disconnect_token(token);
    }
    token->in_use--;
    pthread_cond_signal(&token->freed);
    pthread_mutex_unlock(&token->mutex);
}

int token_run(heliograph_token *token, token_work work, void *closure, heliograph_token_status *status) {
    for (int attempt = 0; attempt < 2; attempt++) {
        memset(status, 0, sizeof *status);
        CK_SESSION_HANDLE session;
        unsigned long generation;
        CK_RV answer = take_session(token, &session, &generation, status);
        if (answer == CKR_OK) {
            answer = work(token, session, generation, closure, status);
            give_session(token, session, generation, answer);
            if (answer == CKR_OK) return 1;
        }
        if (!is_lost(answer)) return 0;
    }
    return 0;
}

CK_RV token_find(heliograph_token *token, CK_SESSION_HANDLE session, CK_OBJECT_CLASS class, const char *label,
                 CK_OBJECT_HANDLE *found, CK_ULONG *count, heliograph_token_status *status) {
    CK_ULONG room = *count;
    *count = 0;
    CK_ATTRIBUTE wanted[] = {
        {CKA_CLASS, &class, sizeof class},
        {CKA_LABEL, (void *)label, strlen(label)},
    };
    CK_RV answer = token->calls->C_FindObjectsInit(session, wanted, 2);
    if (answer != CKR_OK) return token_note(status, "C_FindObjectsInit", answer);
    answer = token->calls->C_FindObjects(session, found, room, count);
    token->calls->C_FindObjectsFinal(session);
    return token_note(status, "C_FindObjects", answer);
}

static char *copy_text(const char *text) { return text == NULL ? NULL : strdup(text); }

static CK_FUNCTION_LIST *load_module(const char *path, heliograph_token_status *status) {
    /* Never unloaded: other keys of this process may be on the same module. */
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    CK_RV (*get)(CK_FUNCTION_LIST **) = NULL;
    if (library != NULL) *(void **)&get = dlsym(library, "C_GetFunctionList");
    CK_FUNCTION_LIST *calls = NULL;
    if (get == NULL || get(&calls) != CKR_OK || calls == NULL) {
        note_fault(status, HELIOGRAPH_TOKEN_MODULE, "the module cannot be loaded", 0);
        return NULL;
    }
    CK_C_INITIALIZE_ARGS arguments = {.flags = CKF_OS_LOCKING_OK};
    CK_RV answer = calls->C_Initialize(&arguments);
    if (answer != CKR_OK && answer != CKR_CRYPTOKI_ALREADY_INITIALIZED) {
        note_fault(status, HELIOGRAPH_TOKEN_MODULE, "C_Initialize", answer);
        return NULL;
    }
    return calls;
}

heliograph_token *heliograph_token_open(const char *module, const heliograph_token_name *name,
                                        const uint8_t *pin, size_t pin_count, heliograph_token_status *status) {
    memset(status, 0, sizeof *status);
    CK_FUNCTION_LIST *calls = load_module(module, status);
    if (calls == NULL) return NULL;
    heliograph_token *token = calloc(1, sizeof *token);
    unsigned char *secret = OPENSSL_memdup(pin, pin_count);
    if (token == NULL || (secret == NULL && pin_count > 0)) {
        free(token);
        OPENSSL_clear_free(secret, pin_count);
        token_note(status, "calloc", CKR_HOST_MEMORY);
        return NULL;
    }
    token->calls = calls;
    token->label = copy_text(name->label);
    token->serial = copy_text(name->serial);
    token->manufacturer = copy_text(name->manufacturer);
    token->model = copy_text(name->model);
    token->pin = secret;
    token->pin_count = pin_count;
    token->holders = 1;
    pthread_mutex_init(&token->mutex, NULL);
    pthread_cond_init(&token->freed, NULL);
    pthread_mutex_lock(&token->mutex);
    CK_RV answer = connect_token(token, status);
    pthread_mutex_unlock(&token->mutex);
    if (answer == CKR_OK) return token;
    heliograph_token_free(token);
    return NULL;
}

void token_retain(heliograph_token *token) {
    pthread_mutex_lock(&token->mutex);
    token->holders++;
    pthread_mutex_unlock(&token->mutex);
}

void heliograph_token_free(heliograph_token *token) {
    pthread_mutex_lock(&token->mutex);
    int is_last = --token->holders == 0;
    if (is_last) disconnect_token(token);
    pthread_mutex_unlock(&token->mutex);
    if (!is_last) return;
    pthread_cond_destroy(&token->freed);
    pthread_mutex_destroy(&token->mutex);
    OPENSSL_clear_free(token->pin, token->pin_count);
    free(token->label);
    free(token->serial);
    free(token->manufacturer);
    free(token->model);
    free(token);
}
