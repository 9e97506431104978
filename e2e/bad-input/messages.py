"""Messages and evidence that are wrong, each properly signed by somebody."""

import datetime
import json
import sqlite3

import der
import peer

EVIDENCE_PATH = "/exchange/v1/evidence"


def run(world, xa, xc):
    headers(world, xa)
    bindings(world, xa, xc)
    insides(world, xa)
    verifications(world, xa)
    repetitions(world, xa)
    evidence(world, xa)


def row(world, xa, what, said, expected):
    world.table.row(what, "messages", said, expected, xa.is_answered)


def headers(world, xa):
    """What stands in the frame's header, under a signature that verifies."""
    header, envelope = peer.split_header(xa.stranger.content(xa.message()[2]))
    text = json.dumps(header).encode()
    name = next(iter(world.words)).encode()

    def try_header(what, changed, expected, reason):
        mark = world.node["XB"].log_size()
        said = xa.post(xa.stranger.sign(changed + b"\n" + envelope, peer.FRAME))
        row(world, xa, what, said, "rejected " + expected)
        lines = world.told(world.node["XB"], mark, "message-not-taken")
        assert any(reason in str(line["detail"]) for line in lines), f"{what}: {lines}"

    for what, changed, reason in (
        ("a header with a key twice", text[:-1] + b', "from": "XA"}', "json-duplicate-key"),
        ("a header 50,000 deep", b'{"version": 1, "a": ' + b"[" * 25_000 + b"]" * 25_000 + b"}", "json-too-deep"),
        ("a header of 70 KiB", text[:-1] + b" " * 70_000 + b"}", "does not end in time"),
        ("a header without an end", b"{" * 70_000, "does not end in time"),
        ("a header with a name for a key", text[:-1] + b', "' + name + b'": 1}', "should not have"),
        ("a header in UTF-16", json.dumps(header).encode("utf-16"), "json-syntax"),
        ("a header with a byte count that is wrong", json.dumps(
            header | {"envelopeBytes": len(envelope) + 1}).encode(), "longer than what follows"),
        ("a life of 31 days", changed_life(header), "within 30 days"),
    ):
        try_header(what, changed, "malformed", reason)
    for what, changed, expected in (
        ("version 2", header | {"version": 2}, "version-unsupported"),
        ("an unknown suite", header | {"suite": "p256-a128gcm-sha256"}, "suite-unsupported"),
        ("a sender that is no member", header | {"from": "XK"}, "member-unknown"),
    ):
        try_header(what, json.dumps(changed).encode(), expected, "")
    big = xa.stranger.frame(b"", b"\x30" * (33 << 20), "XB", xa.key, peer.uuid7(), peer.now())
    row(world, xa, "a message of 33 MiB", xa.post(big), "rejected malformed")


def changed_life(header):
    return json.dumps(header | {"created": "2026-11-01T00:00:00Z", "expires": "2026-12-02T00:00:01Z"}).encode()


def bindings(world, xa, xc):
    """Outside and inside, who signed which, and whose notice it is."""
    stranger = xa.stranger
    message_id, inner, frame = xa.message(to=["XB", "XC"])
    created = peer.now()
    row(world, xa, "created outside is not created inside",
        xa.post(xa.message(outside={"created": peer.text(created)}, later=-60)[2]), "refused header-mismatch")
    row(world, xa, "an inside that says another id",
        xa.post(xa.message(inside={"id": peer.uuid7()})[2]), "refused header-mismatch")
    row(world, xa, "another digest outside", xa.post(xa.message(outside={"contentDigest": "0" * 64})[2]),
        "refused header-mismatch")
    row(world, xa, "an inside that was for XC alone", xa.post(xa.message(to=["XC"])[2]), "refused header-mismatch")
    row(world, xa, "an outside for XC alone", xa.post(xa.message(outside=only(xa, "XC"))[2]), "refused not-recipient")
    row(world, xa, "a co-recipient wraps XA's notice as its own",
        xc.post(xc.seal(inner, peer.uuid7(), created)), "refused certificate-untrusted")
    row(world, xa, "a frame by XC that says XA", xa.post(signed_by(xc, xa)), "rejected certificate-untrusted")
    row(world, xa, "a second SignerInfo appended",
        xa.post(der.with_signers_of(frame, xc.stranger.sign(stranger.content(frame), peer.FRAME))),
        "rejected malformed")
    row(world, xa, "another key outside", xa.post(xa.message(outside=only(xa, "XB", "0" * 40))[2]),
        "refused header-mismatch")
    row(world, xa, "a key derived by SHA-1", xa.post(xa.message(sha1=True)[2]), "refused malformed")
    for what, document in (
        ("a notice", inner), ("evidence", stranger.sign(b"{}", peer.EVIDENCE)), ("the trust list", world.trust_list),
        ("a key bundle", (stranger.keys / "bundle.der").read_bytes()),
    ):
        row(world, xa, f"the signature of {what}, as a frame", xa.post(document), "rejected type-wrong")
    notice = xa.notice()
    for what, broken in (
        ("a notice without a person", {key: value for key, value in notice.items() if key != "person"}),
        ("a bidi override in a name, signed", overridden(world, notice)),
        ("a notice with another member's number, signed",
         notice | {"noticeNo": "XC-GN-2026-000001", "threadId": "XC-GN-2026-000001"}),
        ("a cancel in another member's thread, signed",
         notice | {"noticeNo": "XC-GN-2026-000001", "threadId": "XC-GN-2026-000001", "operation": "cancel",
                   "sequence": 2, "change": {"reason": "not ours"}}),
    ):
        row(world, xa, what, xa.post(xa.message(broken)[2]), "refused notice-invalid")
    row(world, xa, "a notice that is not what its header says",
        xa.post(xa.message(inside={"thread": "XA-GN-2026-999999"})[2]), "refused header-mismatch")


def insides(world, xa):
    """What is signed and sealed properly, and wrong inside: judged only once it is open."""
    message_id, inner, _ = xa.message()
    created = peer.now()
    header, body = peer.split_header(xa.stranger.content(inner))
    header |= {"created": peer.text(created), "expires": peer.text(created + datetime.timedelta(days=5))}
    text = json.dumps(header).encode()

    def row_of(what, content, expected, fault=None):
        own = peer.uuid7()
        content = content.replace(message_id.encode(), own.encode())
        mark = world.node["XB"].log_size()
        said = xa.post(xa.seal(xa.stranger.sign(content, peer.NOTICE), own, created))
        lines = world.told(world.node["XB"], mark, "message-refused")
        assert fault is None or any(fault in line["faults"] for line in lines), f"{what}: {lines}"
        row(world, xa, what, said, "refused " + expected)

    def with_body(changed):
        return json.dumps(header | {"noticeBytes": len(changed)}).encode() + b"\n" + changed

    row_of("inside, a header with a key twice", text[:-1] + b', "to": ["XB"]}\n' + body, "malformed")
    row_of("inside, a header 10,000 deep",
           text[:-1] + b', "a": ' + b"[" * 10_000 + b"]" * 10_000 + b"}\n" + body, "malformed")
    row_of("inside, a byte count that is wrong", text + b"\n" + body + b" ", "malformed")
    for what, changed, fault in (
        ("with a key twice", body[:-1] + b', "from": "XA"}', "json-duplicate-key"),
        ("100,000 deep", b"[" * 100_000, "json-too-deep"),
        ("cut in half", body[: len(body) // 2], "json-syntax"),
        ("of 2 MiB", body[:-1] + b', "note": "' + b"x" * (2 << 20) + b'"}', "json-too-large"),
        ("with a field that must stay in its country", domestic(world), "domestic-field"),
    ):
        row_of(f"inside, a notice {what}", with_body(changed), "notice-invalid", fault)


def domestic(world):
    """The example of a domestic field, which its author may write and nobody may receive."""
    return (world.root / "Schemas/examples/invalid/domestic-field.json").read_bytes()


def only(forger, member, key=None):
    recipient = {"member": member, "precedence": "routine", "deadline": None, "keyID": key or forger.key}
    return {"to": [member], "recipients": [recipient]}


def verifications(world, xa):
    """Certificates of XB that XA says it was shown: two a day are answered, as the story's configuration has it."""
    for number, expected in ((901, "delivered"), (902, "delivered"), (903, "refused verification-limit")):
        asked = world.program.do("notice", "new", "--example", "certificate", "--operation", "verify", "--from", "XA",
                                 "--to", "XB", "--number", number)
        world.remember(asked)
        said = xa.post(xa.message(asked)[2])
        if expected == "delivered":
            assert said == expected, said
        else:
            row(world, xa, "one verification more than a day has", said, expected)


def signed_by(other, claimed):
    content = claimed.stranger.content(claimed.message()[2])
    return other.stranger.sign(content, peer.FRAME)


def overridden(world, notice):
    notice = json.loads(json.dumps(notice))
    identity = notice["person"]["identities"][0]
    identity["primaryIdentifier"] = "\u202e" + identity["primaryIdentifier"]
    world.remember(notice)
    return notice


def repetitions(world, xa):
    node = world.node["XB"]
    message_id, _, frame = xa.message()

    def times():
        return sum(item["id"] == message_id for item in node.items("inbox"))

    said, first = xa.stranger.post_for_evidence("XB", frame)
    assert (said, times()) == ("delivered", 1), said
    for what, again in (("the same envelope again", frame), ("the same, with s as n - s", der.with_other_s(frame))):
        said, evidence = xa.stranger.post_for_evidence("XB", again)
        assert evidence == first and times() == 1, f"{what}: other evidence, or held twice"
        world.table.row(what, "messages", said + ", same evidence, held once",
                        "delivered, same evidence, held once", xa.is_answered, has_code=False)
    other = xa.message(message_id=message_id)[2]
    row(world, xa, "the same id with other content", xa.post(other), "refused id-conflict")
    assert times() == 1 and xa.post(frame) == "delivered", "the first one no longer stands"
    with sqlite3.connect(f"file:{node.folder}/store/store.db?mode=ro", uri=True) as store:
        kept = store.execute("SELECT count(*) FROM conflict").fetchone()[0]
    assert kept == 1, f"{kept} conflicting frames are kept"


def evidence(world, xa):
    """About XB's own message to XD, which nobody has yet."""
    node, stranger = world.node["XB"], xa.stranger
    delivery = next(item for item in node.items("outbox") if item["to"] == "XD")
    digest = node.do("outbox", delivery["id"])["contentDigest"]

    def document(**changed):
        entry = {
            "step": "delivered", "by": "XD", "from": "XB", "id": delivery["id"], "seal": 1, "recipient": "XD",
            "contentDigest": digest, "at": peer.text(peer.now()),
        }
        return json.dumps({"version": 1, "entries": [entry | changed]}).encode()

    for what, signed, expected in (
        ("XA signs that XD has it", stranger.sign(document(), peer.EVIDENCE), "certificate-untrusted"),
        ("XA says that it has what went to XD", stranger.sign(document(by="XA", recipient="XA"), peer.EVIDENCE),
         "evidence-unfounded"),
        ("XA says that XD has it", stranger.sign(document(by="XA"), peer.EVIDENCE), "evidence-unfounded"),
        ("evidence about nothing", stranger.sign(b'{"version":1,"entries":[]}', peer.EVIDENCE), "malformed"),
        ("a frame, as evidence", xa.message()[2], "type-wrong"),
        ("garbage, as evidence", b"\x30\x03\x02\x01\x05", "malformed"),
    ):
        mark = node.log_size()
        status, data = stranger.request("XB", "POST", EVIDENCE_PATH, signed)
        assert status == 200, data
        answer = peer.split_header(data)[0]
        assert (answer["held"], answer["refused"]) == ([], [peer.sha256(signed)]), answer
        codes = {line["code"] for line in world.told(node, mark, "evidence-not-taken")}
        said = expected if expected in codes else " or ".join(sorted(codes))
        world.table.row(what, "evidence", "refused " + said, "refused " + expected, xa.is_answered)
    now = next(item for item in node.items("outbox") if (item["id"], item["to"]) == (delivery["id"], "XD"))
    assert now["state"] == delivery["state"], "a word of others has closed a delivery"
