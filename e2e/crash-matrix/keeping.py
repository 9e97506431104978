"""What an administrator does: trust lists, rotation, revocation."""

import shutil

from exchange import Asked, Live
from nodes import wait_until


def new_list(world):
    """The secretariat publishes one more list: its version."""
    federation = world.work / "federation"
    for words in (("sign", "secretariat"), ("publish",)):
        world.program.do("federation", *words, "--dir", federation)
    shutil.rmtree(world.work / "trust")
    world.program.do("federation", "export", "--dir", federation, "--out", world.work / "trust")
    return max(int(path.stem) for path in (world.work / "trust/trust-lists").iterdir())


def version(world):
    return world.seen(world.xa, "trust show").get("version")


class TrustByHand:
    """`trust import` on a stopped node."""
    name = "trust import"

    def begin(self, world):
        if world.xa.is_running:
            world.xa.stop()
        shutil.copytree(world.xa.folder, world.work / "XA.list")
        self.version = new_list(world)

    def end(self, world):
        pass

    def before(self, world):
        world.restore("XA.list")
        assert version(world) == self.version - 1

    def act(self, world):
        self.answer = world.struck_command("trust", "import", world.work / "trust")

    def is_struck(self, world):
        return self.answer is None

    def is_over(self, world):
        return version(world) == self.version

    def again(self, world):
        assert version(world) in (self.version - 1, self.version)
        status, answer = world.command("trust", "import", world.work / "trust")
        assert status == 0, answer

    def check(self, world):
        _, answer = world.command("doctor", "--deep")
        for item in answer["items"]:
            if item["check"] in ("store", "deep", "trust-list"):
                assert item["ok"], item["sentence"]
        assert world.threads(world.xa) == world.owed["XA"], "a notice is lost"


class TrustByPeer(Live):
    """XB has a newer list and tells XA, which walks to it."""
    name = "trust list by peer"

    def begin(self, world):
        """Goes on with the list that both hold."""
        super().begin(world)
        for node in (world.xb, world.xa):
            node.do("trust", "import", world.work / "trust")

    def before(self, world):
        self.version = new_list(world)

    def act(self, world):
        world.xb.do("trust", "import", world.work / "trust")

    def is_over(self, world):
        return world.xa.is_running and version(world) == self.version


class Rotate(Asked):
    """A rotation of the encryption key, unattended."""
    name = "rotation"
    role = "encryption"

    def begin(self, world):
        super().begin(world)
        self.count = 0

    def keys(self, world):
        return [key for key in world.seen(world.xa, "keys list")["items"] if key["role"] == self.role]

    def before(self, world):
        # So many changes of keys in minutes are more than XB keeps of a member (docs/adr/0011); what it
        # still takes begins anew with it.
        self.count += 1
        if self.count % 20 == 0:
            world.xb.stop()
            world.xb.start()
        self.active = [key["id"] for key in self.keys(world) if key["state"] == "active"]

    def act(self, world):
        self.status, self.answer = world.command("keys", "rotate", self.role)
        self.expect(world)

    def is_over(self, world):
        if not world.xa.is_running:
            return False
        keys = self.keys(world)
        active = [key["id"] for key in keys if key["state"] == "active"]
        under_way = [key for key in keys if key["state"] in ("staged", "published", "draining")]
        return not under_way and len(active) == 1 and active != self.active

    def again(self, world):
        super().again(world)
        # One that was not acknowledged may have been undone: the administrator looks, and asks again.
        keys = self.keys(world)
        if [key["id"] for key in keys if key["state"] == "active"] == self.active and not any(
                key["state"] in ("staged", "published") for key in keys):
            assert self.status != 0, "a rotation that was acknowledged is gone"
            status, answer = world.command("keys", "rotate", self.role)
            assert status == 0, answer

    def check(self, world):
        """Both ways, with the new key."""
        for sender, other in ((world.xb, "XA"), (world.xa, "XB")):
            thread, message = world.send(sender)
            world.owed[other].add(thread)
            wait_until(f"{other} has it", lambda: world.state(sender, message) == "delivered")
        super().check(world)


class Revoke(Rotate):
    """A signing key is revoked: another takes its place, and XB shows that it knows."""
    name = "revocation"
    role = "signing"

    def act(self, world):
        self.status, self.answer = self.revoke(world)
        self.expect(world)

    def revoke(self, world):
        return world.command("keys", "revoke", self.active[0], "--yes", "--reason", "copied by a contractor")

    def is_over(self, world):
        if not super().is_over(world):
            return False
        keys = {key["id"]: key for key in self.keys(world)}
        return keys and keys[self.active[0]]["state"] in ("revoked", "destroyed") and not [
            key for key in keys.values() if key["state"] == "active" and "XB" in key["notShownBy"]]

    def again(self, world):
        Live.again(self, world)
        keys = {key["id"]: key for key in self.keys(world)}
        if keys[self.active[0]]["state"] == "active":
            assert self.status != 0, "a revocation that was acknowledged is gone"
            status, answer = self.revoke(world)
            assert status == 0, answer
