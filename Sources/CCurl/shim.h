#pragma once
#include <curl/curl.h>

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
