"""Certificates that XA's issuing CA signs although the table of the protocol has them otherwise, at the door and under messages."""

import ssl
import urllib.parse

import peer

PROFILE = """subjectKeyIdentifier={key}
authorityKeyIdentifier=keyid
certificatePolicies={policy}
basicConstraints={constraints}
keyUsage={usage}
{extended}
subjectAltName=URI:heliograph:{member}
"""

TRANSPORT = {
    "policy": f"{peer.ARC}.2.2", "constraints": "critical,CA:FALSE", "usage": "critical,digitalSignature",
    "extended": "extendedKeyUsage=serverAuth,clientAuth",
}
SIGNING = TRANSPORT | {"policy": f"{peer.ARC}.2.1", "extended": ""}


def request(stranger, name, key, **said):
    """A request for a certificate of this key, and the file of extensions that it is to have."""
    work = stranger.work
    public = peer.openssl("pkey", "-in", key, "-pubout", "-outform", "DER")
    (work / f"{name}.cnf").write_text(PROFILE.format(key=peer.sha256(public)[:40], member=stranger.member, **said))
    peer.openssl("req", "-new", "-key", key, "-subj", f"/CN={name}", "-out", work / f"{name}.csr")
    return work / f"{name}.csr", work / f"{name}.cnf"


def certify(stranger, name, key, by="issuing", digest="sha256", **said):
    work = stranger.work
    csr, extensions = request(stranger, name, key, **said)
    peer.openssl("x509", "-req", "-in", csr, f"-{digest}", "-days", "1", "-CA", work / f"{by}.pem",
                 "-CAkey", stranger.keys / f"{by}.key", "-extfile", extensions, "-out", work / f"{name}.pem")
    return work / f"{name}.pem"


def run(world, xa, xc, handshake, chain):
    stranger, table = xa.stranger, world.table
    url = urllib.parse.urlparse(stranger.members["XB"]["endpoints"][0])
    own = stranger.keys / "transport.key"
    ours, theirs = stranger.keys / "signing.key", xc.stranger.keys
    for number, (what, key, by, digest, changed) in enumerate((
        ("for nothing", own, "issuing", "sha256", {"extended": ""}),
        ("for servers alone", own, "issuing", "sha256", {"extended": "extendedKeyUsage=serverAuth"}),
        ("for code signing", own, "issuing", "sha256", {"extended": "extendedKeyUsage=codeSigning"}),
        ("for key agreement", own, "issuing", "sha256", {"usage": "critical,keyAgreement"}),
        ("of an authority", own, "issuing", "sha256", {"constraints": "critical,CA:TRUE,pathlen:0"}),
        ("by SHA-384", own, "issuing", "sha384", {}),
        ("directly below the root", own, "root", "sha256", {}),
        ("for XC's transport key", theirs / "transport.key", "issuing", "sha256", {}),
        ("for XA's signing key", ours, "issuing", "sha256", {}),
    )):
        certify(stranger, f"door-{number}", key, by, digest, **TRANSPORT | changed)
        context = stranger.tls(ssl.PROTOCOL_TLS_CLIENT, ["XB"], chain(stranger.work, f"door-{number}"), key)
        table.row(f"a transport certificate {what}", "TLS", handshake((url.hostname, url.port), context),
                  "alert: bad certificate", xa.is_answered, has_code=False)
    message_id, inner, _ = xa.message()
    envelope = stranger.seal(inner, xa.certificate)
    frame = stranger.content(stranger.frame(inner, envelope, "XB", xa.key, message_id, peer.now()))
    for number, (what, key, by, digest, changed, expected) in enumerate((
        ("for key agreement", ours, "issuing", "sha256", {"usage": "critical,keyAgreement"}, "certificate-untrusted"),
        ("that signs certificates too", ours, "issuing", "sha256",
         {"usage": "critical,digitalSignature,keyCertSign"}, "certificate-untrusted"),
        ("of an authority", ours, "issuing", "sha256", {"constraints": "critical,CA:TRUE"}, "certificate-untrusted"),
        ("by SHA-512", ours, "issuing", "sha512", {}, "certificate-untrusted"),
        ("directly below the root", ours, "root", "sha256", {}, "malformed"),
        ("for XA's transport key", own, "issuing", "sha256", {}, "key-reused"),
        ("for XC's signing key", theirs / "signing.key", "issuing", "sha256", {}, "key-reused"),
    )):
        signer = certify(stranger, f"signer-{number}", key, by, digest, **SIGNING | changed)
        signed = peer.openssl(
            "cms", "-sign", "-binary", "-nodetach", "-outform", "DER", "-md", "sha256", "-keyid", "-cades",
            "-nosmimecap", "-signer", signer, "-inkey", key, "-certfile", stranger.work / "issuing.pem",
            "-econtent_type", peer.FRAME, data=frame)
        table.row(f"a frame under a certificate {what}", "messages", xa.post(signed), "rejected " + expected,
                  xa.is_answered)
