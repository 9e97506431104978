"""Messages of the Python peer, genuine and not."""

import datetime
import json
import re

import peer


class Forger:
    """A member that can put anything wrong into a message to one node, and sign it."""

    numbers = iter(range(1, 1_000_000))

    def __init__(self, program, stranger, target):
        self.program, self.stranger, self.target = program, stranger, target
        self.certificate = stranger.encryption_certificate(target)
        self.key = stranger.key_id(self.certificate)
        self.template = json.dumps(program.do(
            "notice", "new", "--example", "green-notice", "--from", stranger.member, "--to", target, "--number", 1))

    def notice(self, **changed):
        """A valid one with a number that none had before."""
        number = f"{next(self.numbers):06}"
        text = re.sub(r"(-GN-\d{4}-)000001", rf"\g<1>{number}", self.template)
        return json.loads(text) | changed

    def message(self, notice=None, to=None, message_id=None, later=0, outside=None, inside=None, sha1=False):
        """A message: its id, the inner SignedData, the frame.

        - later: seconds that `created` is ahead.
        - outside, inside: what the two headers say instead.
        """
        message_id = message_id or peer.uuid7()
        created = peer.now() + datetime.timedelta(seconds=later)
        to = to or [self.target]
        inner = self.stranger.inner(notice or self.notice(to=to), to, message_id, created, inside)
        return message_id, inner, self.seal(inner, message_id, created, sha1, outside)

    def seal(self, inner, message_id, created, sha1=False, changed=None):
        sealed = self.stranger.seal(inner, self.certificate, sha1)
        return self.stranger.frame(inner, sealed, self.target, self.key, message_id, created, changed)

    def post(self, envelope):
        return self.stranger.post(self.target, envelope)

    def is_answered(self):
        return self.stranger.request(self.target, "GET", "/exchange/v1/hello")[0] == 200
