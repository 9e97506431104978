/* Key pairs on a token by their label: making, finding, taking away. */
#include <string.h>

#include "token.h"

/* prime256v1, 1.2.840.10045.3.1.7, DER. */
static CK_BYTE p256[] = {0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07};

typedef struct {
    const char *label;
    enum heliograph_token_use use;
    unsigned char point[POINT];
} label_work;

static CK_RV make_pair(heliograph_token *token, CK_SESSION_HANDLE session, unsigned long generation,
                       void *closure, heliograph_token_status *status) {
    (void)generation;
    label_work *work = closure;
    CK_OBJECT_HANDLE public, private;
    CK_OBJECT_CLASS classes[] = {CKO_PRIVATE_KEY, CKO_PUBLIC_KEY};
    for (int index = 0; index < 2; index++) {
        CK_ULONG count = 1;
        CK_RV answer = token_find(token, session, classes[index], work->label, &public, &count, status);
        if (answer != CKR_OK) return answer;
        if (count == 0) continue;
        token_note(status, "C_FindObjects", CKR_FUNCTION_REJECTED);
        status->fault = HELIOGRAPH_TOKEN_KEY_THERE;
        return CKR_FUNCTION_REJECTED;
    }
    CK_BBOOL yes = CK_TRUE, no = CK_FALSE;
    CK_BBOOL signs = work->use == HELIOGRAPH_TOKEN_SIGN, agrees = !signs;
    void *label = (void *)work->label;
    CK_ULONG count = strlen(work->label);
    CK_ATTRIBUTE open[] = {
        {CKA_TOKEN, &yes, sizeof yes}, {CKA_PRIVATE, &no, sizeof no}, {CKA_LABEL, label, count},
        {CKA_ID, label, count}, {CKA_EC_PARAMS, p256, sizeof p256}, {CKA_VERIFY, &signs, sizeof signs},
    };
    CK_ATTRIBUTE closed[] = {
        {CKA_TOKEN, &yes, sizeof yes}, {CKA_PRIVATE, &yes, sizeof yes}, {CKA_LABEL, label, count},
        {CKA_ID, label, count}, {CKA_SENSITIVE, &yes, sizeof yes}, {CKA_EXTRACTABLE, &no, sizeof no},
        {CKA_SIGN, &signs, sizeof signs}, {CKA_DERIVE, &agrees, sizeof agrees},
    };
    CK_MECHANISM mechanism = {CKM_EC_KEY_PAIR_GEN, NULL, 0};
    return token_note(status, "C_GenerateKeyPair",
                      token->calls->C_GenerateKeyPair(session, &mechanism, open, 6, closed, 8, &public, &private));
}

static CK_RV read_point(heliograph_token *token, CK_SESSION_HANDLE session, unsigned long generation,
                        void *closure, heliograph_token_status *status) {
    (void)generation;
    label_work *work = closure;
    CK_OBJECT_HANDLE handles[2];
    CK_OBJECT_CLASS classes[] = {CKO_PRIVATE_KEY, CKO_PUBLIC_KEY};
    for (int index = 0; index < 2; index++) {
        CK_ULONG count = 1;
        CK_RV answer = token_find(token, session, classes[index], work->label, &handles[index], &count, status);
        if (answer != CKR_OK) return answer;
        if (count == 1) continue;
        token_note(status, "C_FindObjects", CKR_KEY_NEEDED);
        status->fault = HELIOGRAPH_TOKEN_KEY_ABSENT;
        return CKR_KEY_NEEDED;
    }
    /* An OCTET STRING that holds the point; some tokens give the point alone. */
    unsigned char bytes[POINT + 2];
    CK_ATTRIBUTE value = {CKA_EC_POINT, bytes, sizeof bytes};
    CK_RV answer = token->calls->C_GetAttributeValue(session, handles[1], &value, 1);
    if (answer != CKR_OK) return token_note(status, "C_GetAttributeValue", answer);
    int is_wrapped = value.ulValueLen == POINT + 2 && bytes[0] == 0x04 && bytes[1] == POINT;
    if (!is_wrapped && value.ulValueLen != POINT) {
        return token_note(status, "CKA_EC_POINT", CKR_ATTRIBUTE_VALUE_INVALID);
    }
    memcpy(work->point, bytes + (is_wrapped ? 2 : 0), POINT);
    return CKR_OK;
}

static CK_RV destroy_pair(heliograph_token *token, CK_SESSION_HANDLE session, unsigned long generation,
                          void *closure, heliograph_token_status *status) {
    (void)generation;
    label_work *work = closure;
    /* The private half first: should it stop half-way, what is left is public. */
    CK_OBJECT_CLASS classes[] = {CKO_PRIVATE_KEY, CKO_PUBLIC_KEY};
    for (int index = 0; index < 2; index++) {
        for (;;) {
            CK_OBJECT_HANDLE handle;
            CK_ULONG count = 1;
            CK_RV answer = token_find(token, session, classes[index], work->label, &handle, &count, status);
            if (answer != CKR_OK) return answer;
            if (count == 0) break;
            answer = token->calls->C_DestroyObject(session, handle);
            if (answer != CKR_OK) return token_note(status, "C_DestroyObject", answer);
        }
    }
    return CKR_OK;
}

int token_point(heliograph_token *token, const char *label, unsigned char point[POINT],
                heliograph_token_status *status) {
    label_work work = {.label = label};
    if (!token_run(token, read_point, &work, status)) return 0;
    memcpy(point, work.point, POINT);
    return 1;
}

int heliograph_token_make(heliograph_token *token, const char *label, enum heliograph_token_use use,
                          heliograph_token_status *status) {
    label_work work = {.label = label, .use = use};
    return token_run(token, make_pair, &work, status);
}

int heliograph_token_destroy(heliograph_token *token, const char *label, heliograph_token_status *status) {
    label_work work = {.label = label};
    return token_run(token, destroy_pair, &work, status);
}
