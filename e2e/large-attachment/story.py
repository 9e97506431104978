"""XA sends XB a film that is larger than any memory it may take. See run.sh."""

import hashlib
import json
import pathlib
import random
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from nodes import Node, Program, wait_until  # noqa: E402
from relay import Relay  # noqa: E402

MB = 1_000_000
FILM, PEAK_MAX, CARRIED_MAX = 200 * MB, 100 * 1024, 1.15
program, work = Program(sys.argv[1]), pathlib.Path(sys.argv[2])
relay = Relay(int(sys.argv[3]), int(sys.argv[4]))
xa, xb = Node(program, work / "XA"), Node(program, work / "XB")
peaks = {"XA": 0, "XB": 0}


def say(*words):
    print(time.strftime("%H:%M:%S", time.gmtime()), "", *words, flush=True)


def write_film(path, count, seed):
    """Bytes that nothing compresses; the story's own, so that no recording of anybody is needed."""
    source, digest = random.Random(seed), hashlib.sha256()
    with path.open("wb") as file:
        while count:
            piece = source.randbytes(min(count, 4 * MB))
            file.write(piece)
            digest.update(piece)
            count -= len(piece)
    return digest.hexdigest()


def digest_of(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() if hasattr(hashlib, "file_digest") else \
            hashlib.sha256(file.read()).hexdigest()


def measure(node):
    """The most memory that the process ever had, KiB."""
    status = pathlib.Path(f"/proc/{node.process.pid}/status").read_text()
    peak = int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
    name = node.folder.name
    peaks[name] = max(peaks[name], peak)
    assert peak < PEAK_MAX, f"{name} had {peak} KiB"


def send(kind, number, *words):
    notice = program.do("notice", "new", "--example", kind, "--from", "XA", "--to", "XB", "--number", number, "--dir", xa.folder)
    path = work / f"{kind}-{number}.json"
    path.write_text(json.dumps(notice.get("notice", notice)))
    return xa.do("notice", "send", path, "--as", "officer-7", "--approved-by", "chief-2", *words)["messages"][0]["id"]


def row(node, box, message):
    return next((item for item in node.look(box + ".list")["items"] if item["id"] == message), None)


def attachment(message):
    return xb.look("inbox.show", id=message)["attachmentList"][0]


def part():
    return next((xb.folder / "attachments").glob("*.part"))


def flip(path, offset):
    with path.open("r+b") as file:
        file.seek(offset)
        byte = file.read(1)
        file.seek(offset)
        file.write(bytes([byte[0] ^ 1]))


def take_out(message, digest, name):
    return program.ask("inbox", "attachment", message, digest, "--out", work / name, "--as", "officer-3",
                       "--dir", xb.folder)


def healthy(node):
    found = next(item for item in node.look("doctor", deep=True)["items"] if item["check"] == "deep")
    assert found["ok"], f"{node.folder.name}: {found['sentence']}"


def film_with_a_cut():
    film = work / "film.mp4"
    digest = write_film(film, FILM, 1)
    before = relay.carried
    relay.rate = 60 * MB
    begun = time.monotonic()
    message = send("green-notice", 1, "--attach", film, "--caption", "specimen film")
    say(f"XA has read and sealed {FILM // MB} MB in {time.monotonic() - begun:.1f} s, and queued the notice")
    wait_until("the notice is there", lambda: row(xb, "inbox", message))
    arrived = row(xb, "inbox", message)
    assert (arrived["attachments"], arrived["attachmentsArrived"]) == (1, 0), arrived
    status, answer = take_out(message, digest, "early.mp4")
    assert (status, answer["code"]) == (3, "attachment-waiting"), answer
    say("XB has the notice, and its attachment is under way")

    wait_until("some of it is there", lambda: relay.carried - before > FILM * 0.3, 120)
    alert = send("travel-alert", 2)
    wait_until("the alert is there", lambda: row(xb, "inbox", alert))
    assert attachment(message)["state"] == "waiting", "the alert came after the film"
    say(f"an alert overtook it at {(relay.carried - before) / FILM:.0%}")

    wait_until("90 % of it is there", lambda: relay.carried - before > FILM * 0.9, 120)
    measure(xb)
    xb.kill()
    relay.cut()
    at = (relay.carried - before) / FILM
    assert at < 1, "all of it was carried before the cut"
    flip(part(), FILM // 3)
    say(f"XB was killed at {at:.0%}, and a byte of what it has was altered")
    xb.start()
    wait_until("it is whole", lambda: attachment(message)["state"] == "arrived", 120)
    carried = (relay.carried - before) / FILM
    assert carried < CARRIED_MAX, f"{carried:.1%} were carried"
    wait_until("XA knows", lambda: row(xa, "outbox", message)["attachmentsArrived"] == 1)
    status, answer = take_out(message, digest[:12], "out.mp4")
    assert status == 0 and answer["bytes"] == FILM, answer
    assert digest_of(work / "out.mp4") == digest, "what came out is not what went in"
    assert (work / "out.mp4").stat().st_mode & 0o777 == 0o600
    wait_until("XA knows who has it", lambda: row(xa, "outbox", message)["state"] == "retrieved")
    words = [entry for entry in xa.look("outbox.show", id=message)["evidence"] if "attachment" in entry]
    assert [(word["step"], word["by"]) for word in words] == [("delivered", "XB")], words
    say(f"it is whole, and its digest is right; {carried:.1%} of its bytes were carried")
    secret = film.read_bytes()[FILM // 2:FILM // 2 + 32]
    for path in [*xa.folder.rglob("*"), *xb.folder.rglob("*")]:
        assert not path.is_file() or secret not in path.read_bytes(), f"{path.name} holds some of the film in clear"
    say("nothing of it lies in clear in either data folder")
    return message, digest


def damage_heals(message, digest):
    whole = next(path for path in (xb.folder / "attachments").iterdir() if path.suffix != ".part")
    before = relay.carried
    flip(whole, FILM // 2)
    found = next(item for item in xb.look("doctor", deep=True)["items"] if item["check"] == "deep")
    assert not found["ok"] and "digest" in found["sentence"], found
    status, answer = take_out(message, digest, "altered.mp4")
    assert (status, answer["code"]) == (1, "attachment-altered"), answer
    assert not (work / "altered.mp4").exists() and not list(work.glob("altered.mp4.*")), "something was released"
    wait_until("it is mended", lambda: attachment(message)["state"] == "arrived", 60)
    assert relay.carried - before < MB, f"{relay.carried - before} bytes for one chunk"
    assert take_out(message, digest, "mended.mp4")[0] == 0
    assert digest_of(work / "mended.mp4") == digest
    healthy(xb)
    say(f"a byte altered afterwards was seen, and mended with {relay.carried - before} bytes")


def update_repeats(message, digest):
    """A full statement names the same file: what is there already is not carried again."""
    notice = json.loads((work / "green-notice-1.json").read_text())
    stated = xb.look("inbox.show", id=message, **{"as": "officer-3"})["notice"]
    notice |= {"operation": "modify", "sequence": 2, "attachments": stated["attachments"],
               "change": {"reason": "an address was added"}}
    path = work / "update.json"
    path.write_text(json.dumps(notice))
    before = relay.carried
    update = xa.do("notice", "send", path, "--as", "officer-7", "--approved-by", "chief-2")["messages"][0]["id"]
    wait_until("the update and its file are there",
               lambda: row(xb, "inbox", update) and attachment(update)["state"] == "arrived")
    assert row(xb, "inbox", message)["state"] == "superseded"
    wait_until("XA knows", lambda: row(xa, "outbox", update)["attachmentsArrived"] == 1)
    assert relay.carried - before < MB, f"{relay.carried - before} bytes were carried for a file that was there"
    status, answer = take_out(update, digest, "updated.mp4")
    assert status == 0 and digest_of(work / "updated.mp4") == digest, answer
    say(f"an update that names the same file has it at once: {relay.carried - before} bytes were carried")
    return update


def withdrawn_half_way():
    film = work / "second.mp4"
    write_film(film, 40 * MB, 2)
    relay.rate = 4 * MB
    before = relay.carried
    message = send("green-notice", 3, "--attach", film)
    wait_until("some of it is there", lambda: relay.carried - before > 6 * MB, 60)
    xa.do("notice", "cancel", message, "--as", "officer-7")
    wait_until("it is withdrawn", lambda: attachment(message)["state"] == "withdrawn", 60)
    carried = relay.carried - before
    wait_until("nothing is left", lambda: not list((xb.folder / "attachments").glob("*.part")))
    time.sleep(1)
    assert relay.carried - before - carried < MB, "it was carried on"
    assert carried < 30 * MB, f"{carried} bytes were carried"
    relay.rate = None
    say(f"a second one was cancelled after {carried / MB:.0f} of its 40 MB, and not carried further")


def proof(message, digest):
    """What a court is given says which file it is, and who has it; by openssl and the page's own commands."""
    out = work / "proof"
    program.do("evidence", "export", message, "--out", out, "--dir", xa.folder)
    page = (out / "README.md").read_text()
    assert f"grep -q '{digest}'" in page, "the page does not name the file"
    assert "of the attachment" in page, "the page does not say who has it"
    subprocess.run(["bash", "-ec", "awk '/^```sh$/ {on=1; next} /^```$/ {on=0} on' README.md | bash -e"], cwd=out,
                   check=True, capture_output=True)
    said = subprocess.run(["openssl", "dgst", "-sha256", "-r", work / "out.mp4"], check=True, capture_output=True)
    assert said.stdout.decode().split()[0] == digest
    say("the evidence names the file by a digest that openssl finds too, and who has it")


def no_room():
    film = work / "third.mp4"
    digest = write_film(film, 5 * MB, 3)
    xb.stop()
    settings = xb.folder / "heliograph.json5"
    text = settings.read_text()
    assert "attachmentMegabytesPerMember: 20480" in text
    settings.write_text(text.replace("attachmentMegabytesPerMember: 20480", "attachmentMegabytesPerMember: 194"))
    xb.start()
    message = send("green-notice", 4, "--attach", film)
    wait_until("it has no room", lambda: (row(xb, "inbox", message) and attachment(message)["code"]) == "attachment-no-room")
    xb.stop()
    settings.write_text(text)
    xb.start()
    wait_until("it has room", lambda: attachment(message)["state"] == "arrived")
    assert take_out(message, digest, "third-out.mp4")[0] == 0
    say("over a member's share of the disk it waits; with more room it comes")


try:
    xa.start()
    xb.start()
    message, digest = film_with_a_cut()
    damage_heals(message, digest)
    proof(message, digest)
    update_repeats(message, digest)
    withdrawn_half_way()
    no_room()
    for node in (xa, xb):
        healthy(node)
        measure(node)
        node.stop()
    print("carried, peak memory in KiB:", json.dumps(peaks))
    say("proved: 200 MB go through with memory that does not grow with them; a cut costs what was under way")
finally:
    Node.end_all()
