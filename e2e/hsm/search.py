"""Looks for EC private keys in every file of the folders: PEM, and DER of PKCS #8 or SEC 1.

First it finds one that it made itself, in each form, so that finding none means something.
"""
import base64
import pathlib
import re
import subprocess
import sys

EC = bytes.fromhex("06072a8648ce3d0201")
# SEC 1: version 1 and an OCTET STRING of 32 bytes. PKCS #8 wraps one.
SEC1 = re.compile(rb"\x02\x01\x01\x04\x20", re.S)
PKCS8 = re.compile(rb"\x02\x01\x00\x30.{0,2}" + re.escape(EC), re.S)
BASE64 = re.compile(rb"[A-Za-z0-9+/]{40,}={0,2}")


def forms(data):
    """The bytes, and what is written in Base64 in them."""
    yield data
    for text in BASE64.findall(data.replace(b"\n", b"")):
        yield base64.b64decode(text[: len(text) // 4 * 4])


def holds_key(data):
    return b"PRIVATE KEY" in data or any(SEC1.search(form) or PKCS8.search(form) for form in forms(data))


def openssl(*arguments, data=None):
    return subprocess.run(["openssl", *arguments], input=data, capture_output=True, check=True).stdout


pem = openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")
pkcs8 = openssl("pkcs8", "-topk8", "-nocrypt", "-outform", "DER", data=pem)
sec1 = openssl("ec", "-outform", "DER", data=pem)
for known in (pem, pkcs8, sec1, b"x" + pkcs8 + b"y", base64.b64encode(sec1)):
    assert holds_key(known), "the search does not see a key"
assert not holds_key(openssl("ec", "-pubout", "-outform", "DER", data=pem)), "a public key is none"

looked = 0
for folder in sys.argv[1:]:
    for file in sorted(pathlib.Path(folder).rglob("*")):
        if file.is_file():
            looked += 1
            if holds_key(file.read_bytes()):
                sys.exit(f"FAILED: a private key is in {file}")
assert looked > 20, looked
print(f"no private key in any of {looked} files")
