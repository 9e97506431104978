"""Every vector of Tests/Vectors, posted to a running node of XB with the keys of keys-example/.

The node's clock stands where the vectors were made. An envelope is put into a frame of its own, with an
id of its own, because a vector of an envelope has none.
"""

import collections
import json

import peer
from forge import Forger
from nodes import Node, wait_until


def run(world):
    folder = world.root / "Tests/Vectors"
    listed = json.loads((folder / "vectors.json").read_text())
    data = world.work / "example"
    world.program.do("init", "--dir", data, "--example", "XB", "--listen", "127.0.0.1:0")
    node = Node(world.program, data)
    at = listed["at"].replace("T", " ").rstrip("Z")
    node.start(clock=f"@{at}")
    port = wait_until("it listens", lambda: node.logged(event="listening"))[-1]["port"]
    example = world.root / "keys-example"
    stranger = peer.Stranger("XA", example / "XA", (example / "trust-list.der").read_bytes())
    stranger.members["XB"]["endpoints"] = [f"https://127.0.0.1:{port}"]
    xa = Forger(world.program, stranger, "XB")

    genuine = (folder / "genuine-frame.der").read_bytes()
    header = peer.split_header(stranger.content(genuine))[0]
    counts = collections.Counter()
    for vector in listed["vectors"]:
        document, expected = (folder / vector["file"]).read_bytes(), vector["expected"]
        if vector["type"] == "envelope" and expected != "accepted":
            own = {"id": peer.uuid7(), "envelopeBytes": len(document)}
            content = json.dumps(header | own).encode() + b"\n" + document
            said, expected = stranger.post("XB", stranger.sign(content, peer.FRAME)), "refused " + expected
        elif expected != "accepted":
            said, expected = posted_whole(stranger, document), "rejected " + expected
        else:
            # The genuine frame holds the genuine envelope, and that the genuine notice.
            said, expected = stranger.post("XB", genuine), "delivered"
        assert said == expected, f"{vector['file']}: {said}, not {expected}"
        assert xa.is_answered(), f"{vector['file']}: the node does not answer afterwards"
        kind = "genuine" if expected == "delivered" else f"altered, type {vector['type']}"
        counts[kind, expected] += 1
    assert sum(counts.values()) == len(listed["vectors"]) > 45
    for (kind, expected), count in counts.items():
        world.table.row(f"Tests/Vectors: {count} {kind}", "messages", expected, expected, xa.is_answered,
                        has_code=expected != "delivered")
    assert len(node.items("inbox")) == 1, "something else than the genuine one was taken in"
    node.stop()


def posted_whole(stranger, document):
    """A document with a byte too many or too few is no list of documents: the whole request is refused."""
    if not document_is_whole(document):
        status, data = stranger.request("XB", "POST", "/exchange/v1/messages", document)
        assert status == 400, data
        return "rejected " + json.loads(data)["code"]
    return stranger.post("XB", document)


def document_is_whole(document):
    return document[:2] == b"\x30\x82" and int.from_bytes(document[2:4], "big") == len(document) - 4
