"""The federation of the story: real nodes XB, XD, XE, XF; XA and XC are peers in Python; XS is suspended."""

import json
import pathlib

import peer
from nodes import Node, Program
from table import Table


class World:
    def __init__(self, heliograph, root, work):
        self.root, self.work = pathlib.Path(root), pathlib.Path(work)
        self.program = Program(heliograph)
        self.table = Table(self.program, self.root)
        self.trust_list = (self.work / "trust/trust-list.der").read_bytes()
        self.node = {code: Node(self.program, self.work / code) for code in ("XB", "XD", "XE", "XF")}
        # Names and document numbers that stand in rows; none may stand in a log.
        self.words = set()

    def told(self, node, mark, event):
        """What the node said of one refusal, or all it said before: one kind of thing gets one line in ten minutes, so
        this one may have been said already."""
        new = node.logged(mark, event)
        assert len(new) <= 1 and all(line["peer"] == "XA" for line in new), new
        return new or node.logged(0, event)

    def stranger(self, code, keys=None):
        return peer.Stranger(code, keys or self.work / code / "keys", self.trust_list)

    def suspend(self, code):
        """The secretariat's next list, in which a member is suspended; there is no command for it yet."""
        content = peer.openssl(
            "cms", "-verify", "-inform", "DER", "-noverify", "-binary", data=self.trust_list)
        after = json.loads(content) | {"version": 2, "previous": peer.sha256(content)}
        for member in after["members"]:
            if member["code"] == code:
                member["status"] = "suspended"
        signer = self.work / "federation/signers/secretariat"
        certificate = self.work / "secretariat.pem"
        certificate.write_bytes(peer.openssl("x509", "-inform", "DER", "-in", f"{signer}.der"))
        signed = peer.openssl(
            "cms", "-sign", "-binary", "-nodetach", "-outform", "DER", "-md", "sha256", "-keyid", "-cades",
            "-nosmimecap", "-signer", certificate, "-inkey", f"{signer}.key", "-econtent_type", peer.TRUST_LIST,
            data=json.dumps(after).encode())
        (self.work / "2.der").write_bytes(signed)
        return self.work / "2.der"

    def remember(self, value):
        """Names and numbers of a notice, however deep."""
        if isinstance(value, dict):
            for key, inner in value.items():
                if key in ("primaryIdentifier", "secondaryIdentifier", "number", "mrz"):
                    texts = inner if isinstance(inner, list) else [inner]
                    self.words |= {word for text in texts for word in text.split() if len(word) > 4}
                else:
                    self.remember(inner)
        elif isinstance(value, list):
            for inner in value:
                self.remember(inner)

    def names_in(self, data):
        folded = data.lower()
        return sorted(word for word in self.words if word.lower().encode() in folded)

    def notices(self, sender, recipient, numbers):
        """Files with a green notice each."""
        files = []
        for number in numbers:
            notice = self.program.do(
                "notice", "new", "--example", "green-notice", "--from", sender, "--to", recipient, "--number", number)
            self.remember(notice)
            files.append(self.work / f"{sender}-{number}.json")
            files[-1].write_text(json.dumps(notice))
        return files
