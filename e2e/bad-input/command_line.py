"""Bad notices at the command line: `notice validate`, and `notice send` through a running node's socket."""

import copy
import json
import os
import socket

DOOR = "notice validate, send"
UPDATE = {"operation": "update-itinerary", "sequence": 2, "change": {"reason": "Rebooked."},
          "supersedes": ["019401e5-6b2a-7cc3-8a9d-2f7b5c1d0e40"]}


def refusal(answer):
    """The code, and the codes of the faults; each part of the refusal is there."""
    assert answer["sentence"] and answer["next"], answer
    assert all(fault["sentence"] and fault["layer"] for fault in answer["faults"]), answer
    faults = sorted({fault["code"] for fault in answer["faults"]})
    return f"{answer['code']} {', '.join(faults)}".strip()


def run(world):
    node, program, table = world.node["XB"], world.program, world.table
    path = world.work / "input.json"

    def send(*officers):
        officers = officers or ("--approved-by", "chief-2")
        status, answer = program.ask("notice", "send", path, "--as", "officer-7", *officers, "--dir", node.folder)
        assert status == 1, answer
        return refusal(answer)

    def row(what, data, expected, only=None, officers=()):
        path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
        said = send(*officers) if only == "notice send" else expected
        if only is None:
            status, answer = program.ask("notice", "validate", path, "--specimens")
            assert status == 1 and refusal(answer) == expected, f"{what}: {answer}"
            said = send()
        table.row(what, only or DOOR, said, expected, node.answers_commands)

    good = program.do("notice", "new", "--example", "travel-alert", "--from", "XB", "--to", "XD", "--number", 900)
    world.remember(good)
    text = json.dumps(good).encode()

    def changed(change):
        notice = copy.deepcopy(good)
        change(notice)
        world.remember(notice)
        return notice

    row("not JSON", b'{"type": travel-alert}', "notice-invalid json-syntax")
    row("nothing at all", b"", "notice-invalid json-syntax")
    row("truncated: half a notice", text[: len(text) // 2], "notice-invalid json-syntax")
    row("truncated: all but the last byte", text[:-1], "notice-invalid json-syntax")
    row("something behind it", text + b"{}", "notice-invalid json-syntax")
    row("a notice of 2 MiB", good | {"note": "x" * (2 << 20)}, "notice-invalid json-too-large")
    row("a file of 33 MiB", b" " * (33 << 20), "body-too-large")
    row("100,000 arrays in each other", b"[" * 100_000, "notice-invalid json-too-deep")
    row("100 objects in each other, in a notice", text[:-1] + b', "a":' + b'{"a":' * 100 + b"1" + b"}" * 101,
        "notice-invalid json-too-deep")
    row("200,000 values", b"[" + b"0," * 200_000 + b"0]", "notice-invalid json-too-large")
    row("a key twice", text[:-1] + b', "from": "XB"}', "notice-invalid json-duplicate-key")
    row("a key twice, once as an escape", text[:-1] + b', "fr\\u006fm": "XB"}', "notice-invalid json-duplicate-key")
    row("a name twice", text.replace(b'"sex":', b'"sex": "F", "sex":'), "notice-invalid json-duplicate-key")
    row("a byte order mark", b"\xef\xbb\xbf" + text, "notice-invalid json-byte-order-mark")
    row("bytes that are not UTF-8", text.replace(b"travel-alert", b"travel\xff"), "notice-invalid json-utf8")
    row("half a surrogate pair", text.replace(b"travel-alert", b"\\ud800"), "notice-invalid json-lone-surrogate")
    row("a number of 2,000 digits", text[:-1] + b', "n": ' + b"1" * 2_000 + b"}", "notice-invalid json-too-large")

    person = good["person"]["identities"][0]
    name = person["primaryIdentifier"]
    hidden = f"{name[:4]}\u202e{name[4:]}"
    row("a bidi override in a name",
        changed(lambda n: n["person"]["identities"][0].update(primaryIdentifier=hidden)),
        "notice-invalid mrz-disagrees, text-hidden")
    row("a line feed in a name",
        changed(lambda n: n["person"]["identities"][0].update(primaryIdentifier=name + "\nX")),
        "notice-invalid mrz-disagrees, text-hidden")
    first, second = good["person"]["documents"][0]["mrz"]
    digit = str((int(second[9]) + 1) % 10)
    row("a wrong check digit in the machine-readable zone",
        changed(lambda n: n["person"]["documents"][0].update(mrz=[first, second[:9] + digit + second[10:]])),
        "notice-invalid mrz-check-digit")
    row("29 February of a common year", changed(lambda n: n["person"]["birth"].update(date="1977-02-29")),
        "notice-invalid date-invalid")

    row("a member that is misspelt",
        changed(lambda n: n["person"]["identities"][0].update(secondaryIdentifer="ORRIN")),
        "notice-invalid field-unknown")
    row("a recipient twice", good | {"to": ["XD", "XD"]}, "notice-invalid list-repeats")
    row("the sender itself", good | {"to": ["XB", "XD"]}, "notice-invalid addressed-to-self")
    row("a notice of another member", text.replace(b"XB-TA", b"XA-TA").replace(b'"XB"', b'"XA"'), "not-issuer",
        "notice send")
    row("a recipient that is no member", good | {"to": ["XK"]}, "recipient-unknown", "notice send")
    row("a recipient that is suspended", good | {"to": ["XD", "XS"]}, "recipient-suspended", "notice send")
    row("an alert by one officer", good, "approver-missing", "notice send", ("--to", "XD"))
    row("an alert that its author approves", good, "approver-is-author", "notice send", ("--approved-by", " Officer-7"))
    row("an alert by an officer of 100 bytes", good, "officer-missing", "notice send", ("--approved-by", "o" * 100))
    row("an emergency with days to spare", good, "emergency-refused", "notice send", ("--emergency", "in a hurry"))
    row("an emergency without a reason", good, "reason-missing", "notice send", ("--emergency", " "))
    row("a reason of 600 bytes to tell two trips apart", good, "reason-missing", "notice send",
        ("--approved-by", "chief-2", "--not-the-same", "x" * 600))
    row("a second report of what is not there", good, "not-found", "notice send",
        ("--approved-by", "chief-2", "--supplement", "XB-TA-2027-000901"))
    row("an update of what was never issued", good | UPDATE, "thread-unknown", "notice send")
    foreign = {"alertNo": good["alertNo"].replace("XB-", "XA-"), "threadId": good["threadId"].replace("XB-", "XA-")}
    row("a cancel in another member's thread", good | UPDATE | {"operation": "cancel"} | foreign,
        "notice-invalid number-foreign")
    reply = world.program.do(
        "notice", "new", "--example", "information-request", "--operation", "reply", "--answers", "XA-IR-2026-000999/1",
        "--from", "XB", "--to", "XA")
    row("an answer to what never arrived", reply, "thread-unknown", "notice send")
    row("an answer to a question of one's own", reply | {
        "threadId": "XB-IR-2026-000999", "inReplyTo": "XB-IR-2026-000999/1"}, "notice-invalid answer-of-own")
    row("an answer that its asker does not get", reply | {"to": ["XD"]}, "notice-invalid answer-not-to-issuer")

    attachments(world, path, good)
    refused = examples(world)
    table.row(f"each of the {refused} examples in Schemas/examples/invalid", "notice validate", "notice-invalid",
              "notice-invalid", node.answers_commands)
    for what, line in {
        "bytes that are no command": b"\x00\xff garbage",
        "100,000 arrays in each other, for a command": b"[" * 100_000,
        "an operation twice in one": b'{"operation":"peers","operation":"peers"}',
    }.items():
        table.row(what, "node socket", refusal(say(node, line)["refused"]), "usage", node.answers_commands)


def attachments(world, path, good):
    """Files that cannot be attachments; nothing of them stays in the data folder."""
    node = world.node["XB"]
    path.write_bytes(json.dumps(good).encode())
    (world.work / "empty").touch()
    os.mkfifo(world.work / "pipe")
    with (world.work / "long").open("wb") as file:
        file.truncate((1 << 30) + 1)
    (world.work / "one").write_bytes(b"1")
    one = str(world.work / "one")
    for what, paths, expected in (
        ("an attachment that is not there", str(world.work / "absent"), "file-unreadable"),
        ("an empty attachment", str(world.work / "empty"), "attachment-unfit"),
        ("a folder as an attachment", str(world.work), "attachment-unfit"),
        ("a pipe as an attachment", str(world.work / "pipe"), "attachment-unfit"),
        ("an attachment of 1 GiB and a byte", str(world.work / "long"), "attachment-unfit"),
        ("a good attachment, and one that is none", one + "," + str(world.work / "empty"), "attachment-unfit"),
        ("the same attachment twice", one + "," + one, "attachment-unfit"),
        ("21 attachments", ",".join([one] * 21), "usage"),
    ):
        _, answer = world.program.ask(
            "notice", "send", path, "--attach", paths, "--as", "officer-7", "--approved-by", "chief-2", "--dir", node.folder)
        world.table.row(what, "notice send", refusal(answer), expected, node.answers_commands)
    command = {"operation": "notice.send", "as": "officer-7", "arguments": {
        "document": good, "attachments": [{"mediaType": "video/mp4"}]}}
    said = refusal(say(node, json.dumps(command).encode())["refused"])
    world.table.row("an attachment without a file", "node socket", said, "usage", node.answers_commands)
    left = node.folder / "attachments"
    assert not left.exists() or not list(left.iterdir()), "a refused attachment stays"


def examples(world):
    """Each refused example of the schemas is refused with the fault that it is named after."""
    count = 0
    for path in sorted((world.root / "Schemas/examples/invalid").glob("*.json")):
        if path.stem == "domestic-field":
            # Its author may write one: it stays at home. A receiver refuses it.
            continue
        status, answer = world.program.ask(
            "notice", "validate", path, *([] if path.stem.startswith("specimen-") else ["--specimens"]))
        expected = path.stem.partition("--")[0]
        assert status == 1 and answer["code"] == "notice-invalid", f"{path.name}: {answer}"
        assert expected in [fault["code"] for fault in answer["faults"]], f"{path.name}: {answer}"
        world.table.codes.add(expected)
        count += 1
    return count


def say(node, line):
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(20)
        client.connect(str(node.folder / "node.sock"))
        client.sendall(line + b"\n")
        return json.loads(client.makefile("rb").readline())
