#pragma once
#include <curl/curl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

/* curl_easy_setopt is variadic, which Swift cannot call: one typed door per kind of argument. */
static inline CURLcode heliograph_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode heliograph_curl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode heliograph_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode heliograph_curl_set_writer(
    CURL *handle, curl_write_callback writer, void *context) {
    CURLcode result = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, writer);
    return result == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_WRITEDATA, context) : result;
}

static inline CURLcode heliograph_curl_set_tls_setup(
    CURL *handle, curl_ssl_ctx_callback setup, void *context) {
    CURLcode result = curl_easy_setopt(handle, CURLOPT_SSL_CTX_FUNCTION, setup);
    return result == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_SSL_CTX_DATA, context) : result;
}

/* Certificates in PEM that curl may trust; copied. */
static inline CURLcode heliograph_curl_set_authorities(CURL *handle, void *bytes, size_t count) {
    struct curl_blob blob = {bytes, count, CURL_BLOB_COPY};
    return curl_easy_setopt(handle, CURLOPT_CAINFO_BLOB, &blob);
}

/* A request body; copied. */
static inline CURLcode heliograph_curl_set_body(CURL *handle, const void *bytes, size_t count) {
    CURLcode result = curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
    return result == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_COPYPOSTFIELDS, bytes) : result;
}

static inline CURLcode heliograph_curl_set_size(CURL *handle, CURLoption option, long long value) {
    return curl_easy_setopt(handle, option, (curl_off_t)value);
}

/* The HTTP status of the last answer; 0 if there was none. */
static inline long heliograph_curl_status(CURL *handle) {
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

static inline CURLMcode heliograph_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

/* Keeps what waits to be sent here, and not in the system, so that it is seen whether bytes move; and ends a
 * connection whose bytes nobody has confirmed for so many milliseconds. */
static inline void heliograph_prepare_socket(int socket, unsigned milliseconds) {
    int waiting = 16384;
    setsockopt(socket, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &waiting, sizeof waiting);
    setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &milliseconds, sizeof milliseconds);
}

/* Who is told of a new socket; `context` must live as long as the handle is in use. */
static inline void heliograph_curl_set_socket_setup(CURL *handle, curl_sockopt_callback setup, void *context) {
    curl_easy_setopt(handle, CURLOPT_SOCKOPTFUNCTION, setup);
    curl_easy_setopt(handle, CURLOPT_SOCKOPTDATA, context);
}

/* Who closes the sockets of connections that this handle makes; `context` must live as long as they do. */
static inline void heliograph_curl_set_socket_end(CURL *handle, curl_closesocket_callback end, void *context) {
    curl_easy_setopt(handle, CURLOPT_CLOSESOCKETFUNCTION, end);
    curl_easy_setopt(handle, CURLOPT_CLOSESOCKETDATA, context);
}

/* Who is told of the connection that a request is about to leave on, new or not. */
static inline void heliograph_curl_set_connection_seen(CURL *handle, curl_prereq_callback seen, void *context) {
    curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, seen);
    curl_easy_setopt(handle, CURLOPT_PREREQDATA, context);
}

/* How much of the request has left this machine, header and body; 0 if nothing has. */
static inline long long heliograph_curl_sent(CURL *handle) {
    long header = 0;
    curl_off_t body = 0;
    curl_easy_getinfo(handle, CURLINFO_REQUEST_SIZE, &header);
    curl_easy_getinfo(handle, CURLINFO_SIZE_UPLOAD_T, &body);
    return header + body;
}

/* Instead of connecting, uses a socket that is connected already: for trials without a network. */
static inline curl_socket_t heliograph_curl_given_socket(
    void *socket, curlsocktype purpose, struct curl_sockaddr *address) {
    (void)purpose;
    (void)address;
    return *(curl_socket_t *)socket;
}

static inline int heliograph_curl_is_connected(void *context, curl_socket_t socket, curlsocktype purpose) {
    (void)context;
    (void)socket;
    (void)purpose;
    return CURL_SOCKOPT_ALREADY_CONNECTED;
}

/* The handle closes it. */
static inline void heliograph_curl_give_socket(CURL *handle, curl_socket_t *socket) {
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, heliograph_curl_given_socket);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, socket);
    curl_easy_setopt(handle, CURLOPT_SOCKOPTFUNCTION, heliograph_curl_is_connected);
}
