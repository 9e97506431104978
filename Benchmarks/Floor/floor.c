#include "floor.h"

#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EVIDENCE_BYTES 350
#define FRAME_BYTES 800

struct document {
    unsigned char *der;
    int length;
    size_t content;
};

struct heliograph_floor {
    EVP_PKEY *root_key, *signer_key, *reader_key;
    X509 *root, *signer, *reader;
    STACK_OF(X509) *known;
    unsigned char *content;
    size_t content_bytes;
    struct document is_signed, sealed;
};

static int extension(X509 *certificate, X509 *issuer, int nid, const char *value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    X509_EXTENSION *made = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    int added = made != NULL && X509_add_ext(certificate, made, -1);
    X509_EXTENSION_free(made);
    return added;
}

static X509 *certify(EVP_PKEY *key, const char *name, X509 *issuer, EVP_PKEY *issuer_key, const char *usage) {
    X509 *made = X509_new();
    if (made == NULL) return NULL;
    X509_set_version(made, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made), issuer == NULL ? 1 : 2);
    X509_gmtime_adj(X509_getm_notBefore(made), -60);
    X509_gmtime_adj(X509_getm_notAfter(made), 86400);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made), "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1, 0);
    X509_set_issuer_name(made, X509_get_subject_name(issuer == NULL ? made : issuer));
    X509_set_pubkey(made, key);
    const char *constraints = issuer == NULL ? "critical,CA:TRUE" : "critical,CA:FALSE";
    if (!extension(made, issuer == NULL ? made : issuer, NID_basic_constraints, constraints) ||
        !extension(made, issuer == NULL ? made : issuer, NID_key_usage, usage) ||
        !extension(made, issuer == NULL ? made : issuer, NID_subject_key_identifier, "hash") ||
        !X509_sign(made, issuer_key, EVP_sha256())) {
        X509_free(made);
        return NULL;
    }
    return made;
}

heliograph_floor *heliograph_floor_new(void) {
    heliograph_floor *floor = calloc(1, sizeof *floor);
    if (floor == NULL) return NULL;
    floor->root_key = EVP_EC_gen("P-256");
    floor->signer_key = EVP_EC_gen("P-256");
    floor->reader_key = EVP_EC_gen("P-256");
    if (floor->root_key != NULL && floor->signer_key != NULL && floor->reader_key != NULL) {
        floor->root = certify(floor->root_key, "floor root", NULL, floor->root_key, "critical,keyCertSign,cRLSign");
        if (floor->root != NULL) {
            floor->signer = certify(floor->signer_key, "floor signer", floor->root, floor->root_key, "critical,digitalSignature");
            floor->reader = certify(floor->reader_key, "floor reader", floor->root, floor->root_key, "critical,keyAgreement");
        }
    }
    floor->known = sk_X509_new_null();
    if (floor->signer == NULL || floor->reader == NULL || floor->known == NULL || !sk_X509_push(floor->known, floor->signer)) {
        heliograph_floor_free(floor);
        return NULL;
    }
    return floor;
}

static void forget(struct document *document) {
    OPENSSL_free(document->der);
    memset(document, 0, sizeof *document);
}

void heliograph_floor_free(heliograph_floor *floor) {
    if (floor == NULL) return;
    EVP_PKEY_free(floor->root_key);
    EVP_PKEY_free(floor->signer_key);
    EVP_PKEY_free(floor->reader_key);
    sk_X509_free(floor->known);
    X509_free(floor->root);
    X509_free(floor->signer);
    X509_free(floor->reader);
    free(floor->content);
    forget(&floor->is_signed);
    forget(&floor->sealed);
    free(floor);
}

static int hold_content(heliograph_floor *floor, size_t bytes) {
    if (floor->content_bytes >= bytes) return 1;
    unsigned char *larger = realloc(floor->content, bytes);
    if (larger == NULL) return 0;
    memset(larger + floor->content_bytes, 'x', bytes - floor->content_bytes);
    floor->content = larger;
    floor->content_bytes = bytes;
    return 1;
}

static int encode(CMS_ContentInfo *document, struct document *into, size_t content) {
    forget(into);
    into->length = i2d_CMS_ContentInfo(document, &into->der);
    into->content = content;
    return into->length > 0;
}

static int sign(heliograph_floor *floor, const unsigned char *content, size_t bytes, struct document *into) {
    int done = 0;
    CMS_ContentInfo *document = CMS_sign(NULL, NULL, NULL, NULL, CMS_BINARY | CMS_PARTIAL | CMS_USE_KEYID | CMS_NOCERTS);
    BIO *input = BIO_new_mem_buf(content, (int)bytes);
    if (document != NULL && input != NULL &&
        CMS_add1_signer(document, floor->signer, floor->signer_key, EVP_sha256(), CMS_USE_KEYID | CMS_CADES | CMS_NOSMIMECAP | CMS_NOCERTS) != NULL &&
        CMS_final(document, input, NULL, CMS_BINARY))
        done = encode(document, into, bytes);
    BIO_free(input);
    CMS_ContentInfo_free(document);
    return done;
}

static int seal(heliograph_floor *floor, const unsigned char *content, size_t bytes, struct document *into) {
    int done = 0;
    CMS_ContentInfo *document = CMS_AuthEnvelopedData_create(EVP_aes_256_gcm());
    BIO *input = BIO_new_mem_buf(content, (int)bytes);
    if (document != NULL && input != NULL && CMS_set_detached(document, 0)) {
        CMS_RecipientInfo *recipient = CMS_add1_recipient_cert(document, floor->reader, CMS_USE_KEYID | CMS_KEY_PARAM);
        if (recipient != NULL && EVP_PKEY_CTX_set_ecdh_kdf_md(CMS_RecipientInfo_get0_pkey_ctx(recipient), EVP_sha256()) == 1 &&
            CMS_final(document, input, NULL, CMS_BINARY))
            done = encode(document, into, bytes);
    }
    BIO_free(input);
    CMS_ContentInfo_free(document);
    return done;
}

static CMS_ContentInfo *decode(const struct document *document) {
    const unsigned char *cursor = document->der;
    return d2i_CMS_ContentInfo(NULL, &cursor, document->length);
}

/* The signer's certificate is known and its chain judged: reading an embedded one would cost 0.12 ms more. */
static int verify(heliograph_floor *floor, const struct document *signed_document) {
    CMS_ContentInfo *document = decode(signed_document);
    BIO *output = BIO_new(BIO_s_mem());
    int done = document != NULL && output != NULL &&
        CMS_verify(document, floor->known, NULL, NULL, output, CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY) == 1;
    BIO_free(output);
    CMS_ContentInfo_free(document);
    return done;
}

static int open_sealed(heliograph_floor *floor, const struct document *sealed) {
    CMS_ContentInfo *document = decode(sealed);
    BIO *output = BIO_new(BIO_s_mem());
    int done = document != NULL && output != NULL && CMS_decrypt_set1_pkey(document, floor->reader_key, floor->reader) == 1 &&
        CMS_decrypt(document, NULL, NULL, NULL, output, CMS_BINARY) == 1;
    BIO_free(output);
    CMS_ContentInfo_free(document);
    return done;
}

int heliograph_floor_step_once(heliograph_floor *floor, heliograph_floor_step step, size_t bytes) {
    if (!hold_content(floor, bytes)) return 0;
    switch (step) {
    case HELIOGRAPH_FLOOR_SIGN: return sign(floor, floor->content, bytes, &floor->is_signed);
    case HELIOGRAPH_FLOOR_SEAL: return seal(floor, floor->content, bytes, &floor->sealed);
    case HELIOGRAPH_FLOOR_VERIFY:
        return (floor->is_signed.content == bytes || sign(floor, floor->content, bytes, &floor->is_signed)) && verify(floor, &floor->is_signed);
    case HELIOGRAPH_FLOOR_OPEN:
        return (floor->sealed.content == bytes || seal(floor, floor->content, bytes, &floor->sealed)) && open_sealed(floor, &floor->sealed);
    default: return 0;
    }
}

int heliograph_floor_message(heliograph_floor *floor, size_t bytes) {
    struct document inner = {0}, sealed = {0}, outer = {0}, evidence = {0};
    int done = hold_content(floor, bytes + FRAME_BYTES) && sign(floor, floor->content, bytes, &inner) &&
        seal(floor, inner.der, (size_t)inner.length, &sealed) &&
        hold_content(floor, (size_t)sealed.length + FRAME_BYTES) &&
        sign(floor, floor->content, (size_t)sealed.length + FRAME_BYTES, &outer) && verify(floor, &outer) && open_sealed(floor, &sealed) &&
        verify(floor, &inner) && sign(floor, floor->content, EVIDENCE_BYTES, &evidence) && verify(floor, &evidence);
    forget(&inner);
    forget(&sealed);
    forget(&outer);
    forget(&evidence);
    return done;
}

struct heliograph_journal {
    sqlite3 *database;
    sqlite3_stmt *insert;
    unsigned char *row;
    size_t bytes;
};

heliograph_journal *heliograph_journal_new(const char *path, size_t bytes) {
    heliograph_journal *journal = calloc(1, sizeof *journal);
    if (journal == NULL) return NULL;
    journal->bytes = bytes;
    journal->row = calloc(1, bytes);
    if (journal->row == NULL || sqlite3_open(path, &journal->database) != SQLITE_OK ||
        sqlite3_exec(journal->database, "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                                        "CREATE TABLE row (id INTEGER PRIMARY KEY, body BLOB)", NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(journal->database, "INSERT INTO row (body) VALUES (?)", -1, &journal->insert, NULL) != SQLITE_OK) {
        heliograph_journal_free(journal);
        return NULL;
    }
    return journal;
}

int heliograph_journal_commit(heliograph_journal *journal, int rows) {
    int good = sqlite3_exec(journal->database, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK;
    for (int index = 0; good && index < rows; index++) {
        sqlite3_bind_blob(journal->insert, 1, journal->row, (int)journal->bytes, SQLITE_STATIC);
        good = sqlite3_step(journal->insert) == SQLITE_DONE;
        sqlite3_reset(journal->insert);
    }
    return good && sqlite3_exec(journal->database, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
}

void heliograph_journal_free(heliograph_journal *journal) {
    if (journal == NULL) return;
    sqlite3_finalize(journal->insert);
    sqlite3_close(journal->database);
    free(journal->row);
    free(journal);
}
