"""Who is at the TLS door, and what comes through it that is not a message."""

import os
import socket
import ssl
import subprocess
import urllib.parse

import certificates
import peer

def expired_chain(stranger):
    """A transport certificate that XA's issuing CA made for yesterday only."""
    work = stranger.work
    csr, extensions = certificates.request(
        stranger, "expired", stranger.keys / "transport.key", **certificates.TRANSPORT)
    subprocess.run(
        ["faketime", "-f", "-36h", "openssl", "x509", "-req", "-in", csr, "-days", "1",
         "-CA", work / "issuing.pem", "-CAkey", stranger.keys / "issuing.key",
         "-extfile", extensions, "-out", work / "expired.pem"], check=True, capture_output=True)
    return chain(work, "expired")


def chain(work, name):
    path = work / f"{name}-chain.pem"
    path.write_bytes((work / f"{name}.pem").read_bytes() + (work / "issuing.pem").read_bytes())
    return path


def handshake(address, context):
    """The alert that comes back. In TLS 1.3 a client learns it with the first read."""
    try:
        with socket.create_connection(address, 20) as plain, context.wrap_socket(plain) as secure:
            return f"let in, {secure.recv(4096)}"
    except ssl.SSLError as error:
        # "TLSV13_ALERT_CERTIFICATE_REQUIRED" and the like.
        return "alert: " + error.reason.split("ALERT_")[-1].lower().replace("_", " ")


def run(world, xa, xc, good):
    table, answered = world.table, xa.is_answered
    stranger = xa.stranger
    url = urllib.parse.urlparse(stranger.members["XB"]["endpoints"][0])
    address = (url.hostname, url.port)

    def client(chain=None, key=None):
        return stranger.tls(ssl.PROTOCOL_TLS_CLIENT, ["XB"], chain, key)

    anonymous = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    anonymous.check_hostname = False
    anonymous.load_verify_locations(stranger.work / "XB-root.pem")
    old = client()
    old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_2
    foreign = world.stranger("XA", world.work / "stranger/keys")
    foreign_key = foreign.keys / "transport.key"
    signing = chain(stranger.work, "signing")
    for what, context, expected in (
        ("no certificate", anonymous, "alert: certificate required"),
        ("a certificate of XA by another CA", client(foreign.work / "chain.pem", foreign_key), "alert: bad certificate"),
        ("XA's signing certificate", client(signing, stranger.keys / "signing.key"), "alert: bad certificate"),
        ("TLS 1.2", old, "alert: protocol version"),
    ):
        table.row(what, "TLS", handshake(address, context), expected, answered, has_code=False)

    for what, data in (("plain HTTP", b"GET /exchange/v1/hello HTTP/1.1\r\nHost: x\r\n\r\n"),
                       ("64 KiB of chance", os.urandom(1 << 16))):
        table.row(what, "TCP", plainly(address, data), "closed", answered, has_code=False)

    certificates.run(world, xa, xc, handshake, chain)

    half = b"POST /exchange/v1/messages HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nhalf"
    with socket.create_connection(address, 20) as plain, client().wrap_socket(plain) as secure:
        secure.sendall(half)
    table.row("half a body, and gone", "TLS, HTTP", "closed", "closed", answered, has_code=False)

    def request(method, path, body=None, **tls):
        status, data = stranger.request("XB", method, path, body, **tls)
        return f"{status} {code(data)}".strip()

    def row(what, said, expected, has_code=True):
        table.row(what, "TLS, HTTP", said, expected, answered, has_code)

    messages = "/exchange/v1/messages"
    expired = expired_chain(stranger)
    assert request("GET", "/exchange/v1/hello", chain=expired) == "200", "it must be able to fetch the cure"
    row("an expired certificate", request("POST", messages, good, chain=expired), "403 certificate-untrusted")
    suspended = world.stranger("XS")
    assert suspended.request("XB", "GET", "/exchange/v1/hello")[0] == 200
    status, data = suspended.request("XB", "POST", messages, good)
    row("a suspended member", f"{status} {code(data)}", "403 certificate-untrusted")
    row("XC brings a message of XA (wrong carrier)", carried(xc, good), "rejected wrong-carrier")
    row("a body of 64 MiB and a byte", too_large(request, messages), "413 body-too-large")
    row("257 messages in one request", request("POST", messages, good * 257), "400 malformed")
    row("an empty body", request("POST", messages, b""), "400 malformed")
    row("a body that is not DER", request("POST", messages, b"\xff" * 5_000), "400 malformed")
    row("DER that promises 4 GiB", request("POST", messages, b"\x30\x84\xff\xff\xff\xff"), "400 malformed")
    row("DER 5,000 deep", xa.post(nested(5_000)), "rejected malformed")
    row("DER that is no message", xa.post(b"\x30\x03\x02\x01\x05"), "rejected malformed")
    row("a path that is not there", request("POST", "/exchange/v2/messages", b"x"), "404 request-invalid")
    row("a trust list that is not there", request("GET", "/exchange/v1/trust-lists/99"), "404 not-found")
    piece = "/exchange/v1/attachments/0193e7a0-0000-7000-8000-000000000001/" + "ab" * 32
    row("an attachment of no message", request("GET", piece + "/0/1000"), "404 not-found")
    row("a piece of 1 MiB and a byte", request("GET", piece + "/0/1048577"), "404 request-invalid")
    row("a piece from before the first byte", request("GET", piece + "/-1/10"), "404 request-invalid")
    row("a suspended member asks for an attachment", refused(suspended, piece + "/0/1000"), "403 certificate-untrusted")
    row("a method that is not there", request("PUT", messages, b"x"), "405 request-invalid")
    row("a body in chunks, without a length", request("POST", messages, iter([b"x", b"y"])), "411 request-invalid")
    row("a body in chunks with an extension", spoken(
        address, client(), b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n0\r\n\r\n"),
        "411 request-invalid")
    for what, length, status in (
        ("64 MiB and a byte that are announced and not sent", b"67108865", "413 body-too-large"),
        ("the same, with Expect", b"67108865\r\nExpect: 100-continue", "413 body-too-large"),
        ("2^64 + 3 bytes that are announced", b"18446744073709551619", "413 body-too-large"),
        ("a length with a sign", b"+3", "400 request-invalid"),
    ):
        row(what, spoken(address, client(), b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + b"\r\n\r\n"), status)
    row("a NUL in a header", spoken(address, client(), b"GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n"), "400 request-invalid")
    row("HTTP/1.2", spoken(address, client(), b"GET / HTTP/1.2\r\nHost: a\r\n\r\n"), "400 request-invalid")
    row("a trust list with a leading zero", request("GET", "/exchange/v1/trust-lists/01"), "404 request-invalid")
    row("two Hosts", spoken(address, client(), b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
        "400 request-invalid")
    row("a header of 20 KiB", spoken(
        address, client(), b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 20_480 + b"\r\n\r\n"), "400", has_code=False)
    row("bytes that are no HTTP, in TLS", spoken(address, client(), b"\x16\x03\x01 garbage\r\n\r\n"), "400",
        has_code=False)


def refused(stranger, path):
    status, data = stranger.request("XB", "GET", path)
    return f"{status} {code(data)}"


def code(data):
    """The code of a refusal; nothing for what is none of ours."""
    if not data.startswith(b'{"code"'):
        return ""
    body = peer.json.loads(data)
    assert body["sentence"] and body["next"], body
    return body["code"]


def nested(depth):
    """SEQUENCEs within each other, of definite length."""
    data = b""
    for _ in range(depth):
        size = (len(data).bit_length() + 7) // 8
        head = bytes([len(data)]) if len(data) < 0x80 else bytes([0x80 | size]) + len(data).to_bytes(size, "big")
        data = b"\x30" + head + data
    return data


def carried(forger, envelope):
    status, data = forger.stranger.request("XB", "POST", "/exchange/v1/messages", envelope)
    assert status == 200, data
    return "rejected " + peer.split_header(data)[0]["answers"][0]["rejected"]


def plainly(address, data):
    with socket.create_connection(address, 20) as plain:
        try:
            plain.sendall(data)
            while plain.recv(4096):
                pass
        except (ConnectionResetError, BrokenPipeError):
            pass
    return "closed"


def spoken(address, context, data):
    with socket.create_connection(address, 20) as plain, context.wrap_socket(plain) as secure:
        secure.sendall(data)
        answer = b""
        while more := secure.recv(65_536):
            answer += more
    head, _, body = answer.partition(b"\r\n\r\n")
    return f"{head.split()[1].decode()} {code(body)}".strip()


def too_large(request, path):
    """evhttp says it itself, in HTML; a sender goes by the status."""
    said = request("POST", path, b"\x30" * ((64 << 20) + 1))
    return "413 body-too-large" if said == "413" else said
