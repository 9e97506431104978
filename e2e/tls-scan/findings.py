"""Reads what testssl.sh found: nothing above INFO, but for what is listed here, each with its reason."""

import json
import pathlib
import re
import sys

FINE = {"OK", "INFO", "DEBUG"}
# Finding, severity, the words of it: why it is none.
KNOWN = [
    ("engine_problem", "WARN", r"No engine or GOST support", "about the scanner's own OpenSSL"),
    ("cert_trust", "HIGH", r"certificate does not match supplied URI",
     "a certificate names a member, not a host; the chain is judged by XA's root alone"),
    ("cert_expirationStatus", "HIGH", r"expires < 30 days \(29\)", "leaves live 30 days and replace themselves"),
    ("cert_notAfter", "HIGH", r"\d{4}-\d\d-\d\d \d\d:\d\d", "the same"),
    ("cert_revocation", "HIGH", r"Neither CRL nor OCSP URI provided",
     "members bring each other their revocation lists; nothing is fetched from an address in a certificate"),
    ("HSTS", "LOW", r"not offered", "for browsers; only a member's node comes this far"),
    ("security_headers", "MEDIUM", r"--", "the same"),
    ("DNS_CAArecord", "LOW", r"--", "no public authority may issue here, and the address has no name"),
]

findings = json.loads(pathlib.Path(sys.argv[1]).read_text())
assert len(findings) > 100, f"the scan broke off after {len(findings)} findings"
severities, unknown, used = {}, [], set()
for finding in findings:
    severity = finding["severity"]
    severities[severity] = severities.get(severity, 0) + 1
    if severity in FINE:
        continue
    for place, (name, known, words, reason) in enumerate(KNOWN):
        if finding["id"] == name and severity == known and re.fullmatch(words + ".*", finding["finding"]):
            print(f"known: {severity:5} {name}: {finding['finding']} - {reason}")
            used.add(place)
            break
    else:
        unknown.append(f"{severity} {finding['id']}: {finding['finding']}")
print("testssl.sh:", ", ".join(f"{count} {name}" for name, count in sorted(severities.items())))
assert not unknown, "new findings:\n" + "\n".join(unknown)
unused = [KNOWN[place][0] for place in range(len(KNOWN)) if place not in used]
assert not unused, f"no longer found, so no longer to be listed: {unused}"
by_name = {finding["id"]: finding["finding"] for finding in findings}
for name in ("SSLv2", "SSLv3", "TLS1", "TLS1_1", "TLS1_2"):
    assert by_name[name].startswith("not offered"), f"{name}: {by_name[name]}"
assert by_name["TLS1_3"].startswith("offered"), by_name["TLS1_3"]
