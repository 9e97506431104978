#pragma once
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/cms.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/objects.h>
#include <openssl/opensslv.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

/* Function-like macros and casts that the Swift importer cannot see, each with its typed door. */

static inline long heliograph_bio_get_mem(BIO *bio, char **bytes) {
    return BIO_get_mem_data(bio, bytes);
}

static inline void heliograph_free(void *pointer) {
    OPENSSL_free(pointer);
}

static inline STACK_OF(X509) *heliograph_x509_stack_new(void) {
    return sk_X509_new_null();
}

static inline int heliograph_x509_stack_push(STACK_OF(X509) *stack, X509 *certificate) {
    return sk_X509_push(stack, certificate);
}

/* Frees the stack only: the certificates stay their owner's. */
static inline void heliograph_x509_stack_free(STACK_OF(X509) *stack) {
    sk_X509_free(stack);
}

static inline int heliograph_x509_stack_count(const STACK_OF(X509) *stack) {
    return sk_X509_num(stack);
}

static inline X509 *heliograph_x509_stack_at(const STACK_OF(X509) *stack, int index) {
    return sk_X509_value(stack, index);
}

static inline int heliograph_general_names_count(const GENERAL_NAMES *names) {
    return sk_GENERAL_NAME_num(names);
}

static inline GENERAL_NAME *heliograph_general_name_at(const GENERAL_NAMES *names, int index) {
    return sk_GENERAL_NAME_value(names, index);
}

static inline int heliograph_policies_count(const CERTIFICATEPOLICIES *policies) {
    return sk_POLICYINFO_num(policies);
}

static inline POLICYINFO *heliograph_policy_at(const CERTIFICATEPOLICIES *policies, int index) {
    return sk_POLICYINFO_value(policies, index);
}

static inline CERTIFICATEPOLICIES *heliograph_policies_new(void) {
    return sk_POLICYINFO_new_null();
}

static inline int heliograph_policies_push(CERTIFICATEPOLICIES *policies, POLICYINFO *policy) {
    return sk_POLICYINFO_push(policies, policy);
}

static inline int heliograph_signer_infos_count(const STACK_OF(CMS_SignerInfo) *signers) {
    return sk_CMS_SignerInfo_num(signers);
}

static inline CMS_SignerInfo *heliograph_signer_info_at(const STACK_OF(CMS_SignerInfo) *signers, int index) {
    return sk_CMS_SignerInfo_value(signers, index);
}

static inline int heliograph_gcm_get_tag(EVP_CIPHER_CTX *context, int count, void *tag) {
    return EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, count, tag);
}

static inline int heliograph_gcm_set_tag(EVP_CIPHER_CTX *context, int count, const void *tag) {
    return EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, count, (void *)tag);
}

static inline EVP_PKEY *heliograph_ec_keygen_p256(void) {
    return EVP_EC_gen("P-256");
}

static inline int heliograph_revoked_count(const STACK_OF(X509_REVOKED) *entries) {
    return sk_X509_REVOKED_num(entries);
}

static inline X509_REVOKED *heliograph_revoked_at(const STACK_OF(X509_REVOKED) *entries, int index) {
    return sk_X509_REVOKED_value(entries, index);
}

/* How many purposes an extendedKeyUsage names, known ones and others; 0 without one, -1 if it cannot be read. */
static inline int heliograph_extended_key_usage_count(const X509 *certificate) {
    int critical = -1;
    EXTENDED_KEY_USAGE *purposes = X509_get_ext_d2i(certificate, NID_ext_key_usage, &critical, NULL);
    if (purposes == NULL) {
        return critical == -1 ? 0 : -1;
    }
    int count = sk_ASN1_OBJECT_num(purposes);
    EXTENDED_KEY_USAGE_free(purposes);
    return count;
}
