"""A message on its way: XA sends it, or takes it in."""

from nodes import wait_until


class Live:
    """XA runs under the switch while something happens."""
    is_tool = False

    def begin(self, world):
        world.begin_anew()
        world.xb.start()
        world.xa.start()

    def end(self, world):
        world.agree(whole=True)

    def is_struck(self, world):
        return not world.xa.is_running

    def again(self, world):
        """After a strike: what a service manager does, and then an officer or an administrator."""
        if not world.xa.is_running:
            world.xa.wait()
            world.xa.start()

    def told(self, world):
        """The code that somebody was told, if it is not done yet."""
        return None

    def check(self, world):
        world.agree()


class Asked(Live):
    """An officer or an administrator asks XA for something."""

    def told(self, world):
        return self.answer.get("code") if self.status else None

    def expect(self, world):
        assert self.status in (0, 3) or self.answer["code"] in world.refusals, self.answer


class Send(Asked):
    """An officer sends a notice; XB's evidence comes back and is filed."""
    name = "send"

    def before(self, world):
        self.path, self.thread = world.notice("XA")

    def send(self, world):
        return world.command("notice", "send", self.path, "--as", "officer-7", "--approved-by", "chief-2")

    def act(self, world):
        self.status, self.answer = self.send(world)
        self.expect(world)

    def is_over(self, world):
        world.owed["XB"].add(self.thread)
        return self.thread in world.threads(world.xb) and self.outcome(world) == ["delivered"]

    def outcome(self, world):
        return [item["state"] for item in world.seen(world.xa, "outbox")["items"] if item["thread"] == self.thread]

    def again(self, world):
        super().again(world)
        kept = [item["id"] for item in world.seen(world.xa, "outbox")["items"] if item["thread"] == self.thread]
        if self.status == 0:
            assert kept == [message["id"] for message in self.answer["messages"]], "what was acknowledged is lost"
        status, answer = self.send(world)
        # The officer tries again: it is refused if it was kept, and sent if it was not.
        expected = "already-sent" if kept else None
        assert answer.get("code") == expected, f"sent again: {answer}"


class Attach(Send):
    """An officer sends a notice with a file; XB fetches it, and its word of it is filed."""
    name = "attach"

    def send(self, world):
        return world.command("notice", "send", self.path, "--attach", world.film(), "--as", "officer-7", "--approved-by", "chief-2")

    def is_over(self, world):
        return super().is_over(world) and 1 in [
            item["attachmentsArrived"] for item in world.seen(world.xa, "outbox")["items"]
            if item["thread"] == self.thread]


class Cancel(Send):
    """An officer cancels a notice that XB holds."""
    name = "cancel"

    def before(self, world):
        self.thread, message = world.send(world.xa)
        world.owed["XB"].add(self.thread)
        wait_until("XB has it", lambda: world.state(world.xa, message) == "delivered")

    def act(self, world):
        self.status, self.answer = self.cancel(world)
        self.expect(world)

    def cancel(self, world):
        return world.command("notice", "cancel", self.thread, "--as", "officer-7", "--reason", "no longer needed")

    def is_over(self, world):
        if world.states(world.xb, self.thread) != ["cancelled", "new"]:
            return False
        return world.xa.is_running and self.sent(world) == ["delivered", "delivered"]

    def sent(self, world):
        items = [item for item in world.seen(world.xa, "outbox")["items"] if item["thread"] == self.thread]
        return [item["state"] for item in sorted(items, key=lambda item: item["sequence"])]

    def again(self, world):
        Live.again(self, world)
        kept = len(self.sent(world)) == 2
        assert kept or self.status != 0, "what was acknowledged is lost"
        _, answer = self.cancel(world)
        assert answer.get("code") == ("transition-refused" if kept else None), f"cancelled again: {answer}"


class Arriving(Live):
    """XB sends something to XA."""

    def told(self, world):
        items = world.seen(world.xb, "outbox")["items"]
        return next((item["code"] for item in items if item["id"] == self.message), None)

    def again(self, world):
        """Nobody waits until it is tried again by itself."""
        super().again(world)
        world.program.ask("outbox", "retry", self.message, "--dir", world.xb.folder)
        world.program.ask("handover", "retry", "--dir", world.xa.folder)


class Receive(Arriving):
    """XB sends a notice; XA takes it in and hands it over to the drop folder."""
    name = "receive"

    def before(self, world):
        pass

    def act(self, world):
        self.thread, self.message = world.send(world.xb)
        world.owed["XA"].add(self.thread)

    def is_over(self, world):
        return world.state(world.xb, self.message) == "delivered" and (
            world.xa.folder / "drop" / f"XB-{self.message}.json").exists()

    def check(self, world):
        assert world.states(world.xa, self.thread) == ["new"], world.states(world.xa, self.thread)
        super().check(world)


class Fetch(Receive):
    """XB sends a notice with a file; XA fetches it."""
    name = "fetch"

    def act(self, world):
        self.thread, self.message = world.send(world.xb, "--attach", world.film())
        world.owed["XA"].add(self.thread)

    def is_over(self, world):
        return super().is_over(world) and 1 in [
            item["attachmentsArrived"] for item in world.seen(world.xb, "outbox")["items"]
            if item["id"] == self.message]

    def check(self, world):
        super().check(world)
        left = list((world.xa.folder / "attachments").glob("*.part"))
        assert not left, f"some of what has arrived is left: {left}"


class CancelArrives(Arriving):
    """XB cancels what XA holds."""
    name = "cancel arrives"

    def before(self, world):
        self.thread, message = world.send(world.xb)
        world.owed["XA"].add(self.thread)
        wait_until("XA has it", lambda: world.state(world.xb, message) == "delivered")
        world.switch.clear()

    def act(self, world):
        answer = world.xb.do("notice", "cancel", self.thread, "--as", "officer-7", "--reason", "no longer needed")
        self.message = answer["messages"][0]["id"]

    def is_over(self, world):
        return world.state(world.xb, self.message) == "delivered" and (
            world.xa.folder / "drop" / f"XB-{self.message}.json").exists()

    def check(self, world):
        assert world.states(world.xa, self.thread) == ["cancelled", "new"], world.states(world.xa, self.thread)
        super().check(world)


class Retrieve(Asked):
    """An officer of XA opens a notice; XB is told by evidence."""
    name = "retrieve"

    def before(self, world):
        self.thread, self.message = world.send(world.xb)
        world.owed["XA"].add(self.thread)
        wait_until("XA has it", lambda: world.state(world.xb, self.message) == "delivered")

    def act(self, world):
        self.status, self.answer = self.show(world)
        self.expect(world)

    def show(self, world):
        return world.command("inbox", self.message, "--as", "officer-9")

    def is_over(self, world):
        return world.state(world.xb, self.message) == "retrieved"

    def again(self, world):
        super().again(world)
        # Whoever saw it was recorded before; whoever did not looks again.
        if self.status != 0:
            status, answer = self.show(world)
            assert status == 0, answer
