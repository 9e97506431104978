#!/usr/bin/env bash
# Two independent scanners find TLS 1.3 and nothing else, no weakness that is known, and no way in without a
# certificate.
source "$(dirname "$0")/../lib.sh"

for tool in sslscan testssl; do
    command -v "$tool" >/dev/null || fail "$tool is not installed; ./dev e2e installs it"
done
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
# The refusal comes after the handshake: openssl must wait for it, however busy the machine is.
(timeout 60 openssl s_client -ign_eof -connect "$address" </dev/null 2>&1 || true) |
    grep 'certificate required' >/dev/null ||
    fail "a client without a certificate is not turned away"
say "sslscan: TLS 1.3 only, XA's transport certificate, and no entry without one"

# testssl.sh cannot show a certificate of its own, and would be turned away. So its openssl is one that
# shows XB's.
keys="$work/XB/keys"
for name in transport issuing; do openssl x509 -inform DER -in "$keys/$name.der" -out "$work/$name.pem"; done
openssl x509 -inform DER -in "$work/XA/keys/root.der" -out "$work/root.pem"
cat >"$work/openssl" <<END
#!/bin/sh
[ "\$1" = s_client ] || exec openssl "\$@"
shift
exec openssl s_client -cert "$work/transport.pem" -cert_chain "$work/issuing.pem" -key "$keys/transport.key" "\$@"
END
chmod +x "$work/openssl"
testssl --quiet --warnings off --color 0 --openssl "$work/openssl" --add-ca "$work/root.pem" \
    --jsonfile "$work/testssl.json" "$address" </dev/null >"$work/testssl" 2>&1 || true
/usr/bin/python3 "$here/e2e/tls-scan/findings.py" "$work/testssl.json"
kill -0 "${node_pid[XA]}" || fail "the scan ended XA"
inbox XA >/dev/null
say "proved: TLS 1.3 only, XA's transport certificate, and no entry without one"
