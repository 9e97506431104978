/* EC keys of OpenSSL whose private work is done on a token. The arithmetic is the token's; what is
 * here turns its answers into OpenSSL's forms. EC_KEY_METHOD is marked deprecated in OpenSSL 3 in
 * favour of providers: docs/adr/0010-keys-on-a-token.md says why it is used. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "token.h"

typedef struct {
    heliograph_token *token;
    int holders;              /* under the token's mutex, as all below */
    unsigned long generation; /* of the handle */
    CK_OBJECT_HANDLE handle;
    char label[];
} token_key;

/* MARK: OpenSSL's error queue */

static int library;
static int key_slot;
static EC_KEY_METHOD *method;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static ERR_STRING_DATA reasons[] = {
    {0, "PKCS#11 token"},
    {ERR_PACK(0, 0, HELIOGRAPH_TOKEN_MODULE), "the module does not work"},
    {ERR_PACK(0, 0, HELIOGRAPH_TOKEN_ABSENT), "the token is not there"},
    {ERR_PACK(0, 0, HELIOGRAPH_TOKEN_PIN), "the token refused the PIN"},
    {ERR_PACK(0, 0, HELIOGRAPH_TOKEN_KEY_ABSENT), "the key is not on the token"},
    {ERR_PACK(0, 0, HELIOGRAPH_TOKEN_KEY_THERE), "a key of this label is on the token"},
    {ERR_PACK(0, 0, HELIOGRAPH_TOKEN_FAILED), "the token refused"},
    {0, NULL},
};

static void raise_fault(const heliograph_token_status *status) {
    ERR_new();
    ERR_set_error(library, (int)status->fault, "%s answered 0x%lx", status->step, status->answer);
}

enum heliograph_token_fault heliograph_token_fault_of(unsigned long error) {
    if (library == 0 || ERR_GET_LIB(error) != library) return HELIOGRAPH_TOKEN_FINE;
    int reason = ERR_GET_REASON(error);
    return reason >= HELIOGRAPH_TOKEN_MODULE && reason <= HELIOGRAPH_TOKEN_FAILED
        ? (enum heliograph_token_fault)reason : HELIOGRAPH_TOKEN_FINE;
}

/* MARK: Work on the token */

static CK_RV private_handle(token_key *key, CK_SESSION_HANDLE session, unsigned long generation,
                            CK_OBJECT_HANDLE *handle, heliograph_token_status *status) {
    pthread_mutex_lock(&key->token->mutex);
    int is_known = key->handle != CK_INVALID_HANDLE && key->generation == generation;
    *handle = key->handle;
    pthread_mutex_unlock(&key->token->mutex);
    if (is_known) return CKR_OK;
    CK_ULONG count = 1;
    CK_RV answer = token_find(key->token, session, CKO_PRIVATE_KEY, key->label, handle, &count, status);
    if (answer != CKR_OK) return answer;
    if (count == 0) {
        token_note(status, "C_FindObjects", CKR_KEY_NEEDED);
        status->fault = HELIOGRAPH_TOKEN_KEY_ABSENT;
        return CKR_KEY_NEEDED;
    }
    pthread_mutex_lock(&key->token->mutex);
    key->handle = *handle;
    key->generation = generation;
    pthread_mutex_unlock(&key->token->mutex);
    return CKR_OK;
}

typedef struct {
    token_key *key;
    const unsigned char *input;
    size_t input_count;
    unsigned char output[2 * COORDINATE];
} key_work;

static CK_RV sign_digest(heliograph_token *token, CK_SESSION_HANDLE session, unsigned long generation,
                         void *closure, heliograph_token_status *status) {
    key_work *work = closure;
    CK_OBJECT_HANDLE handle;
    CK_RV answer = private_handle(work->key, session, generation, &handle, status);
    if (answer != CKR_OK) return answer;
    CK_MECHANISM mechanism = {CKM_ECDSA, NULL, 0};
    answer = token->calls->C_SignInit(session, &mechanism, handle);
    if (answer != CKR_OK) return token_note(status, "C_SignInit", answer);
    CK_ULONG count = sizeof work->output;
    answer = token->calls->C_Sign(session, (CK_BYTE *)work->input, work->input_count, work->output, &count);
    if (answer == CKR_OK && count != sizeof work->output) answer = CKR_GENERAL_ERROR;
    return token_note(status, "C_Sign", answer);
}

static CK_RV derive_secret(heliograph_token *token, CK_SESSION_HANDLE session, unsigned long generation,
                           void *closure, heliograph_token_status *status) {
    key_work *work = closure;
    CK_OBJECT_HANDLE handle, secret;
    CK_RV answer = private_handle(work->key, session, generation, &handle, status);
    if (answer != CKR_OK) return answer;
    CK_ECDH1_DERIVE_PARAMS agreement = {.kdf = CKD_NULL, .ulPublicDataLen = work->input_count,
                                        .pPublicData = (CK_BYTE *)work->input};
    CK_MECHANISM mechanism = {CKM_ECDH1_DERIVE, &agreement, sizeof agreement};
    CK_OBJECT_CLASS class = CKO_SECRET_KEY;
    CK_KEY_TYPE type = CKK_GENERIC_SECRET;
    CK_BBOOL yes = CK_TRUE, no = CK_FALSE;
    CK_ULONG size = COORDINATE;
    CK_ATTRIBUTE wanted[] = {
        {CKA_CLASS, &class, sizeof class}, {CKA_KEY_TYPE, &type, sizeof type},
        {CKA_TOKEN, &no, sizeof no}, {CKA_SENSITIVE, &no, sizeof no},
        {CKA_EXTRACTABLE, &yes, sizeof yes}, {CKA_VALUE_LEN, &size, sizeof size},
    };
    answer = token->calls->C_DeriveKey(session, &mechanism, handle, wanted, 6, &secret);
    if (answer != CKR_OK) return token_note(status, "C_DeriveKey", answer);
    CK_ATTRIBUTE value = {CKA_VALUE, work->output, COORDINATE};
    answer = token->calls->C_GetAttributeValue(session, secret, &value, 1);
    if (answer == CKR_OK && value.ulValueLen != COORDINATE) answer = CKR_GENERAL_ERROR;
    token->calls->C_DestroyObject(session, secret);
    return token_note(status, "C_GetAttributeValue", answer);
}

/* MARK: OpenSSL's EC key method */

static ECDSA_SIG *sign_sig(const unsigned char *digest, int count, const BIGNUM *k, const BIGNUM *r, EC_KEY *ec) {
    (void)k, (void)r;
    token_key *key = EC_KEY_get_ex_data(ec, key_slot);
    if (key == NULL || count < 0) return NULL;
    key_work work = {.key = key, .input = digest, .input_count = (size_t)count};
    heliograph_token_status status;
    if (!token_run(key->token, sign_digest, &work, &status)) {
        raise_fault(&status);
        return NULL;
    }
    ECDSA_SIG *signature = ECDSA_SIG_new();
    BIGNUM *first = BN_bin2bn(work.output, COORDINATE, NULL);
    BIGNUM *second = BN_bin2bn(work.output + COORDINATE, COORDINATE, NULL);
    if (signature != NULL && first != NULL && second != NULL && ECDSA_SIG_set0(signature, first, second)) {
        return signature;
    }
    BN_free(first);
    BN_free(second);
    ECDSA_SIG_free(signature);
    return NULL;
}

static int compute_key(unsigned char **secret, size_t *count, const EC_POINT *peer, const EC_KEY *ec) {
    token_key *key = EC_KEY_get_ex_data(ec, key_slot);
    unsigned char point[POINT];
    if (key == NULL
        || EC_POINT_point2oct(EC_KEY_get0_group(ec), peer, POINT_CONVERSION_UNCOMPRESSED, point, POINT, NULL)
            != POINT) {
        return 0;
    }
    key_work work = {.key = key, .input = point, .input_count = POINT};
    heliograph_token_status status;
    if (!token_run(key->token, derive_secret, &work, &status)) {
        raise_fault(&status);
        return 0;
    }
    *secret = OPENSSL_memdup(work.output, COORDINATE);
    *count = COORDINATE;
    OPENSSL_cleanse(work.output, sizeof work.output);
    return *secret != NULL;
}

static void free_key(void *parent, void *pointer, CRYPTO_EX_DATA *data, int index, long number, void *argument) {
    (void)parent, (void)data, (void)index, (void)number, (void)argument;
    token_key *key = pointer;
    if (key == NULL) return;
    heliograph_token *token = key->token;
    pthread_mutex_lock(&token->mutex);
    int is_last = --key->holders == 0;
    pthread_mutex_unlock(&token->mutex);
    if (!is_last) return;
    free(key);
    heliograph_token_free(token);
}

static int copy_key(CRYPTO_EX_DATA *to, const CRYPTO_EX_DATA *from, void **pointer, int index, long number,
                    void *argument) {
    (void)to, (void)from, (void)index, (void)number, (void)argument;
    token_key *key = *pointer;
    if (key == NULL) return 1;
    pthread_mutex_lock(&key->token->mutex);
    key->holders++;
    pthread_mutex_unlock(&key->token->mutex);
    return 1;
}

static void set_up(void) {
    library = ERR_get_next_error_library();
    ERR_load_strings(library, reasons);
    key_slot = EC_KEY_get_ex_new_index(0, NULL, NULL, copy_key, free_key);
    method = EC_KEY_METHOD_new(EC_KEY_OpenSSL());
    if (method == NULL || key_slot < 0) return;
    int (*sign)(int, const unsigned char *, int, unsigned char *, unsigned int *, const BIGNUM *, const BIGNUM *,
                EC_KEY *) = NULL;
    EC_KEY_METHOD_get_sign(method, &sign, NULL, NULL);
    EC_KEY_METHOD_set_sign(method, sign, NULL, sign_sig);
    EC_KEY_METHOD_set_compute_key(method, compute_key);
}

struct evp_pkey_st *heliograph_token_key(heliograph_token *token, const char *label,
                                         heliograph_token_status *status) {
    pthread_once(&once, set_up);
    unsigned char point[POINT];
    if (!token_point(token, label, point, status)) return NULL;
    EC_KEY *ec = EC_KEY_new_by_curve_name(NID_X9_62_prime256v1);
    EVP_PKEY *made = EVP_PKEY_new();
    token_key *key = calloc(1, sizeof *key + strlen(label) + 1);
    int is_good = ec != NULL && made != NULL && key != NULL && method != NULL && EC_KEY_set_method(ec, method)
        && EC_KEY_oct2key(ec, point, POINT, NULL);
    if (is_good) {
        strcpy(key->label, label);
        key->token = token;
        key->holders = 1;
        token_retain(token);
        if (EC_KEY_set_ex_data(ec, key_slot, key)) {
            key = NULL; /* the EC key's from here on */
            is_good = EVP_PKEY_set1_EC_KEY(made, ec);
        } else {
            heliograph_token_free(token);
            is_good = 0;
        }
    }
    free(key);
    EC_KEY_free(ec);
    if (is_good) return made;
    EVP_PKEY_free(made);
    token_note(status, "EC_KEY_set_method", CKR_HOST_MEMORY);
    return NULL;
}
