"""Somebody with XA's signing and transport keys, at the doors of XB and XC."""

import base64
import datetime
import json
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import peer

heliograph, work, when = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
xa = peer.Stranger("XA", work / "thief/keys", (work / "trust/trust-list.der").read_bytes())


def run(*arguments):
    return json.loads(subprocess.run([heliograph, *arguments, "--json"], capture_output=True, check=True).stdout)


def expect(what, said, wanted):
    assert said == wanted, f"{what}: {said}, not {wanted}"
    print(f"{time.strftime('%H:%M:%S', time.gmtime())}    {what}: {said}", flush=True)


def forged(to, number, created):
    """A notice of XA's making, as far as a signing key goes."""
    certificate = xa.encryption_certificate(to)
    notice = run("notice", "new", "--example", "green-notice", "--from", "XA", "--to", to, "--number", str(number))
    message_id = peer.uuid7()
    inner = xa.inner(notice, [to], message_id, created)
    return xa.post(to, xa.frame(inner, xa.seal(inner, certificate), to, xa.key_id(certificate), message_id, created))


def announce(to, bundle, lists=None):
    """The code of what came of an announcement."""
    versions = json.loads(xa.content(bundle))["version"]
    parts = [xa.trust_list, bundle, *(lists if lists is not None else [(xa.keys / "revoked.crl").read_bytes()])]
    header = {
        "version": 1, "member": "XA", "time": peer.text(peer.now()), "trustList": xa.list["version"],
        "keyBundle": versions, "trustListBytes": len(parts[0]), "keyBundleBytes": len(parts[1]),
        "revocationListBytes": [len(part) for part in parts[2:]]}
    status, answer = xa.request(
        to, "POST", "/exchange/v1/announcements", json.dumps(header).encode() + b"\n" + b"".join(parts))
    return "taken" if status == 200 else json.loads(answer)["code"]


def bundle(certificates, ahead=1, member="XA"):
    held = json.loads(xa.content((xa.keys / "bundle.der").read_bytes()))
    return xa.sign(json.dumps(held | {
        "member": member, "version": held["version"] + ahead,
        "certificates": [base64.b64encode(c).decode() for c in certificates]}).encode(), peer.KEY_BUNDLE)


def own_encryption_certificate():
    """An encryption key of the thief's, certified by a CA of the thief's that calls itself XA."""
    folder = xa.work
    text = f"basicConstraints=critical,CA:FALSE\nkeyUsage=critical,keyAgreement\n" \
        f"certificatePolicies={peer.ARC}.2.3\nsubjectAltName=URI:heliograph:XA\nauthorityKeyIdentifier=keyid:always\n"
    peer.openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", folder / "own.key")
    public = peer.openssl("pkey", "-in", folder / "own.key", "-pubout", "-outform", "DER")
    (folder / "own.ext").write_text(text + f"subjectKeyIdentifier={peer.sha256(public)[:40]}\n")
    peer.openssl("req", "-new", "-key", folder / "own.key", "-subj", "/CN=XA encryption", "-out", folder / "own.csr")
    # All that the thief can sign with is the signing key: not a CA.
    return peer.openssl(
        "x509", "-req", "-in", folder / "own.csr", "-CA", folder / "signing.pem", "-CAkey", xa.keys / "signing.key",
        "-CAcreateserial", "-extfile", folder / "own.ext", "-days", "20", "-outform", "DER")


hour_ago = peer.now() - datetime.timedelta(hours=1)
if when == "before":
    genuine = [(xa.keys / f"{name}.der").read_bytes() for name in ("signing", "transport", "encryption", "issuing")]
    expect("a forged notice, before anybody knows", forged("XB", 90, hour_ago), "delivered")
    expect("an encryption key that the issuing CA did not certify",
           announce("XB", bundle([*genuine[:2], own_encryption_certificate(), genuine[3]])), "certificate-untrusted")
    expect("a bundle in another member's name", announce("XB", bundle(genuine, member="XC")), "bundle-foreign")
    foreign = (work / "XB/keys/encryption.der").read_bytes()
    expect("a bundle with XB's public key", announce("XB", bundle([*genuine[:2], foreign, genuine[3]])), "key-reused")
    expect("a bundle with a version of next week",
           announce("XB", bundle(genuine, ahead=7 * 86_400_000)), "bundle-malformed")
else:
    to = sys.argv[4]
    expect(f"a notice to {to}, dated back an hour", forged(to, 91, hour_ago), "rejected certificate-untrusted")
    expect(f"a new bundle to {to}", announce(to, bundle([(xa.keys / "signing.der").read_bytes()])), "revocation-rollback")
    expect(f"a new bundle to {to}, without the older revocation list",
           announce(to, bundle([(xa.keys / "signing.der").read_bytes()]), []), "certificate-untrusted")
