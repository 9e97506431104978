#pragma once
#include <openssl/ssl.h>

/* Function-like macros of libssl that the Swift importer cannot see, each with its typed door. */

/* TLS 1.3 and nothing else; 1 on success. */
static inline int heliograph_ssl_ctx_demand_tls13(SSL_CTX *context) {
    return SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1
        && SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) == 1;
}

/* TLS 1.2 with forward secrecy and authenticated ciphers, or TLS 1.3; 1 on success. */
static inline int heliograph_ssl_ctx_demand_tls12(SSL_CTX *context) {
    return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1
        && SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1;
}

/* No session is ever resumed: a resumed one would skip the certificate. */
static inline void heliograph_ssl_ctx_refuse_resumption(SSL_CTX *context) {
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_num_tickets(context, 0);
    SSL_CTX_set_max_early_data(context, 0);
}

/* Gives idle connections' buffers back, and lets writes be partial as an event loop needs. */
static inline void heliograph_ssl_ctx_save_memory(SSL_CTX *context) {
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE
        | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

static inline int heliograph_ssl_ctx_add_chain(SSL_CTX *context, X509 *certificate) {
    return (int)SSL_CTX_add1_chain_cert(context, certificate);
}
