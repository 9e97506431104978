"""A peer in Python, written from docs/wire-protocol.md: the standard library and the openssl tool.

It speaks for a member with the keys in its folder, and knows nothing of Heliograph's program.
"""

import base64
import datetime
import hashlib
import http.client
import http.server
import json
import pathlib
import re
import secrets
import ssl
import subprocess
import tempfile
import threading
import urllib.parse
import uuid

# Section 1 prints the arc of every object identifier.
DOCUMENT = pathlib.Path(__file__).resolve().parents[1] / "docs/wire-protocol.md"
ARC = re.search(r"`(2\.25\.\d+)`", DOCUMENT.read_text())[1]
FRAME, NOTICE, EVIDENCE, TRUST_LIST, KEY_BUNDLE, PROBE = (f"{ARC}.1.{n}" for n in range(1, 7))


def openssl(*arguments, data=None):
    done = subprocess.run(["openssl", *map(str, arguments)], input=data, capture_output=True)
    if done.returncode:
        raise ValueError(done.stderr.decode())
    return done.stdout


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def now():
    return datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)


def text(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def uuid7():
    milliseconds = int(datetime.datetime.now().timestamp() * 1000)
    raw = bytearray(milliseconds.to_bytes(6, "big") + secrets.token_bytes(10))
    raw[6] = raw[6] & 0x0F | 0x70
    raw[8] = raw[8] & 0x3F | 0x80
    return str(uuid.UUID(bytes=bytes(raw)))


def split_header(data):
    line, _, rest = data.partition(b"\n")
    return json.loads(line), rest


def cut(data, lengths):
    parts = []
    for length in lengths:
        parts.append(data[:length])
        data = data[length:]
    assert not data, "bytes follow"
    return parts


def split_der(data):
    documents = []
    while data:
        length, head = data[1], 2
        if length & 0x80:
            head = 2 + (length & 0x7F)
            length = int.from_bytes(data[2:head], "big")
        documents.append(data[: head + length])
        data = data[head + length :]
    return documents


class Stranger:
    def __init__(self, member, keys, trust_list):
        self.member, self.keys = member, pathlib.Path(keys)
        self.work = pathlib.Path(tempfile.mkdtemp())
        for name in ("root", "issuing", "signing", "transport", "encryption"):
            pem = openssl("x509", "-inform", "DER", "-in", self.keys / f"{name}.der")
            (self.work / f"{name}.pem").write_bytes(pem)
        chain = (self.work / "transport.pem").read_bytes() + (self.work / "issuing.pem").read_bytes()
        (self.work / "chain.pem").write_bytes(chain)
        self.trust_list = trust_list
        # The list was accepted by its digest; its content is read here.
        self.list = json.loads(self.content(trust_list))
        self.members = {m["code"]: m for m in self.list["members"]}
        for code, listed in self.members.items():
            pem = b"".join(
                openssl("x509", "-inform", "DER", data=base64.b64decode(root)) for root in listed["roots"]
            )
            (self.work / f"{code}-root.pem").write_bytes(pem)
        self.inbox = []

    # Signed documents, section 3.

    def content(self, document):
        return openssl("cms", "-verify", "-inform", "DER", "-noverify", "-binary", data=document)

    def sign(self, content, oid):
        return openssl(
            "cms", "-sign", "-binary", "-nodetach", "-outform", "DER", "-md", "sha256", "-keyid", "-cades",
            "-nosmimecap", "-signer", self.work / "signing.pem", "-inkey", self.keys / "signing.key",
            "-certfile", self.work / "issuing.pem", "-econtent_type", oid, data=content)

    def verify(self, document, member, oid):
        printed = openssl("cms", "-cmsout", "-print", "-noout", "-inform", "DER", data=document).decode()
        assert f"eContentType: undefined ({oid})" in printed, "another type of document"
        return openssl(
            "cms", "-verify", "-inform", "DER", "-binary", "-cades", "-no-CApath", "-no-CAstore",
            "-CAfile", self.work / f"{member}-root.pem", data=document)

    # Messages, section 4.

    def key_id(self, certificate):
        public = openssl("x509", "-inform", "DER", "-pubkey", "-noout", data=certificate)
        return sha256(openssl("pkey", "-pubin", "-outform", "DER", data=public))[:40]

    def seal(self, inner, certificate, sha1=False):
        path = self.work / "recipient.pem"
        path.write_bytes(openssl("x509", "-inform", "DER", data=certificate))
        kdf = [] if sha1 else ["-keyopt", "ecdh_kdf_md:sha256"]
        return openssl(
            "cms", "-encrypt", "-binary", "-aes-256-gcm", "-outform", "DER", "-keyid", "-recip", path, *kdf,
            data=inner)

    def inner(self, notice, to, message_id, created, changed=None):
        times = {"created": text(created), "expires": text(created + datetime.timedelta(days=5))}
        recipients = [{"member": code, "precedence": "routine", "deadline": None} for code in to]
        header = {
            "version": 1, "from": self.member, "id": message_id, "to": to, **times, "recipients": recipients,
            "kind": notice["type"], "operation": notice["operation"], "thread": notice["threadId"],
            "sequence": notice["sequence"], "salt": secrets.token_hex(16),
        }
        body = json.dumps(notice).encode()
        header |= {"noticeBytes": len(body), "attachmentBytes": []} | (changed or {})
        return self.sign(json.dumps(header).encode() + b"\n" + body, NOTICE)

    def frame(self, inner, envelope, to, key, message_id, created, changed=None):
        header = {
            "version": 1, "suite": "p256-a256gcm-sha256", "from": self.member, "id": message_id, "to": [to],
            "seal": 1, "contentDigest": sha256(inner), "created": text(created),
            "expires": text(created + datetime.timedelta(days=5)), "envelopeBytes": len(envelope),
            "recipients": [{"member": to, "precedence": "routine", "deadline": None, "keyID": key}],
        } | (changed or {})
        return self.sign(json.dumps(header).encode() + b"\n" + envelope, FRAME)

    # Transport, section 6.

    def tls(self, side, members, chain=None, key=None):
        context = ssl.SSLContext(side)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.check_hostname = False
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_cert_chain(chain or self.work / "chain.pem", key or self.keys / "transport.key")
        for code in members:
            context.load_verify_locations(self.work / f"{code}-root.pem")
        return context

    def request(self, peer, method, path, body=None, chain=None, key=None):
        url = urllib.parse.urlparse(self.members[peer]["endpoints"][0])
        context = self.tls(ssl.PROTOCOL_TLS_CLIENT, [peer], chain, key)
        connection = http.client.HTTPSConnection(url.hostname, url.port, context=context, timeout=30)
        connection.connect()
        certificate = openssl(
            "x509", "-inform", "DER", "-noout", "-ext", "subjectAltName,certificatePolicies",
            data=connection.sock.getpeercert(True)).decode()
        assert f"heliograph:{peer}" in certificate and f"{ARC}.2.2" in certificate, "it is not the member"
        connection.request(method, path, body)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer.status, data

    def encryption_certificate(self, peer):
        status, data = self.request(peer, "GET", "/exchange/v1/hello")
        assert status == 200, data
        header, rest = split_header(data)
        _, bundle, *_ = cut(
            rest, [header["trustListBytes"], header["keyBundleBytes"], *header["revocationListBytes"]])
        announced = json.loads(self.verify(bundle, peer, KEY_BUNDLE))
        assert announced["member"] == peer
        for certificate in map(base64.b64decode, announced["certificates"]):
            shown = openssl("x509", "-inform", "DER", "-noout", "-ext", "certificatePolicies", data=certificate)
            if f"{ARC}.2.3" in shown.decode():
                return certificate
        raise ValueError("no encryption certificate")

    def post(self, peer, envelope):
        """What came of one envelope: `delivered`, `refused CODE`, `rejected CODE` or `later CODE`."""
        return self.post_for_evidence(peer, envelope)[0]

    def post_for_evidence(self, peer, envelope):
        """The same, and the evidence document if there is one."""
        status, data = self.request(peer, "POST", "/exchange/v1/messages", envelope)
        assert status == 200, data
        header, rest = split_header(data)
        evidence = cut(rest, header["evidenceBytes"])
        (answer,) = header["answers"]
        assert answer["envelope"] == sha256(envelope)
        if "rejected" in answer:
            return "rejected " + answer["rejected"], None
        if "later" in answer:
            return "later " + answer["later"]["code"], None
        document = evidence[answer["evidence"]]
        entry = json.loads(self.verify(document, peer, EVIDENCE))["entries"][0]
        assert entry["by"] == entry["recipient"] == peer and entry["from"] == self.member
        return " ".join(filter(None, (entry["step"], entry.get("code")))), document

    # Receiving, sections 4.4 and 6.1.

    def receive(self, envelope):
        content = self.content(envelope)
        header, sealed = split_header(content)
        sender = header["from"]
        self.verify(envelope, sender, FRAME)
        assert self.member in header["to"] and len(sealed) == header["envelopeBytes"]
        inner = openssl(
            "cms", "-decrypt", "-inform", "DER", "-binary", "-recip", self.work / "encryption.pem",
            "-inkey", self.keys / "encryption.key", data=sealed)
        assert sha256(inner) == header["contentDigest"]
        inside, body = split_header(self.verify(inner, sender, NOTICE))
        for key in ("from", "id", "created", "expires"):
            assert inside[key] == header[key], key
        assert self.member in inside["to"]
        notice = json.loads(cut(body, [inside["noticeBytes"], *inside["attachmentBytes"]])[0])
        self.inbox.append(notice)
        return {
            "step": "delivered", "by": self.member, "from": sender, "id": header["id"], "seal": header["seal"],
            "recipient": self.member, "contentDigest": header["contentDigest"], "at": text(now()),
        }

    def versions(self):
        return {
            "version": 1, "member": self.member, "time": text(now()), "trustList": self.list["version"],
            "keyBundle": json.loads(self.content((self.keys / "bundle.der").read_bytes()))["version"],
        }

    def probe(self, announcement):
        """Signs what is held of the announcer, section 6.4."""
        header, rest = split_header(announcement)
        member = header["member"]
        _, bundle, *_ = cut(
            rest, [header["trustListBytes"], header["keyBundleBytes"], *header["revocationListBytes"]])
        announced = json.loads(self.verify(bundle, member, KEY_BUNDLE))
        assert announced["member"] == member
        return self.sign(json.dumps({
            "version": 1, "by": self.member, "about": member, "announcement": sha256(announcement),
            "keyBundle": announced["version"], "revocationLists": [], "trustList": self.list["version"],
            "at": text(now())}).encode(), PROBE)

    def answer(self, method, path, body):
        if method == "GET" and path == "/exchange/v1/hello":
            parts = [
                self.trust_list, (self.keys / "bundle.der").read_bytes(), (self.keys / "revoked.crl").read_bytes()]
            lengths = {
                "trustListBytes": len(parts[0]), "keyBundleBytes": len(parts[1]),
                "revocationListBytes": [len(part) for part in parts[2:]]}
            return json.dumps(self.versions() | lengths).encode() + b"\n" + b"".join(parts)
        if method == "POST" and path == "/exchange/v1/announcements":
            return self.probe(body)
        if method == "POST" and path == "/exchange/v1/messages":
            envelopes = split_der(body)
            entries = [self.receive(envelope) for envelope in envelopes]
            evidence = self.sign(json.dumps({"version": 1, "entries": entries}).encode(), EVIDENCE)
            answers = [{"envelope": sha256(envelope), "evidence": 0} for envelope in envelopes]
            header = self.versions() | {"answers": answers, "evidenceBytes": [len(evidence)]}
            return json.dumps(header).encode() + b"\n" + evidence
        return None

    def serve(self):
        stranger = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def respond(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                try:
                    data, status = stranger.answer(self.command, self.path, body), 200
                except (AssertionError, ValueError) as error:
                    print("refused:", error, flush=True)
                    data = None
                if data is None:
                    data, status = b'{"code":"malformed","sentence":"No.","next":"-"}', 400
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = respond

            def log_message(self, *_):
                pass

        url = urllib.parse.urlparse(self.members[self.member]["endpoints"][0])
        server = http.server.ThreadingHTTPServer((url.hostname, url.port), Handler)
        context = self.tls(ssl.PROTOCOL_TLS_SERVER, [code for code in self.members if code != self.member])
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
