"""XC, in Python, brings XA a notice."""

import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import peer

heliograph, work = sys.argv[1], pathlib.Path(sys.argv[2])
xc = peer.Stranger("XC", work / "XC/keys", (work / "trust/trust-list.der").read_bytes())
notice = json.loads(subprocess.run(
    [heliograph, "notice", "new", "--example", "green-notice", "--from", "XC", "--to", "XA", "--number", "5", "--json"],
    capture_output=True, check=True).stdout)
certificate, message_id, created = xc.encryption_certificate("XA"), peer.uuid7(), peer.now()
inner = xc.inner(notice, ["XA"], message_id, created)
said = xc.post("XA", xc.frame(inner, xc.seal(inner, certificate), "XA", xc.key_id(certificate), message_id, created))
assert said == "delivered", said
