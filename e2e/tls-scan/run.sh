#!/usr/bin/env bash
# An independent scanner finds TLS 1.3 and nothing else, and no way in without a certificate.
source "$(dirname "$0")/../lib.sh"

command -v sslscan >/dev/null || {
    say "skipped: sslscan is not installed (apt-get install sslscan)"
    exit 0
}
federate XA XB
start XA
address="$(json 'it["items"][0]["endpoints"][0]' < <(heliograph trust show --dir "$work/XA" --json))"
address="${address#https://}"
# sslscan dies of a closed connection unless SIGPIPE is ignored.
(trap '' PIPE && sslscan --no-colour "$address" </dev/null) >"$work/scan"
for version in SSLv2 SSLv3 TLSv1.0 TLSv1.1 TLSv1.2; do
    grep -Eq "^$version +disabled" "$work/scan" || fail "$version: $(cat "$work/scan")"
done
grep -Eq '^TLSv1.3 +enabled' "$work/scan" || fail "TLS 1.3: $(cat "$work/scan")"
grep -q 'Altnames: URI:heliograph:XA' "$work/scan" || fail "the certificate is not XA's"
(openssl s_client -connect "$address" </dev/null 2>&1 || true) | grep -q 'certificate required' ||
    fail "a client without a certificate is not turned away"
say "proved: TLS 1.3 only, XA's transport certificate, and no entry without one"
