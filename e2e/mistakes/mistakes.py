"""The table of mistakes: one row each, with what the answer must say and must not say."""
import glob
import json
import os
import pathlib
import shutil
import subprocess


class Row:
    """A mistake.

    group: "48" for the forty-eight of the field test, "own" for further ones, "words" for the words of the
    command line itself. undone: the answer must say what was not done. plain: an answer that is no refusal.
    once: the command is not asked again with --json, because the answer would be another one.
    """

    def __init__(
        self, group, name, words, status=1, must=(), never=(), undone=False, plain=False, once=False, before=None,
        after=None,
    ):
        self.group, self.name, self.words, self.status = group, name, words, status
        self.must, self.never, self.undone, self.plain = must, never, undone, plain
        self.once, self.before, self.after = once, before, after


class World:
    def __init__(self, program, work, heliograph):
        self.program, self.work, self.heliograph = program, pathlib.Path(work), heliograph
        self.desk = self.work / "desk"
        self.number = 100

    def dir(self, code):
        return ["--dir", str(self.work / code)]

    def must(self, words):
        status, out, err = self.heliograph(words)
        assert status == 0, (words, out, err)
        return out

    def alert(self, code="XA", to="XB", kind="travel-alert", file=None, number=None, arrives="5h", person=None, **changes):
        """Writes an example of a notice into the desk's folder, with members changed; gives its file's name."""
        self.number += 1
        number = number or self.number
        words = ["notice", "new", kind, "--example", "--from", code, "--to", to, "--number", str(number)]
        if kind == "travel-alert":
            words += ["--arrives-in", arrives]
        text = self.must([*words, *self.dir(code)])
        notice = json.loads(text)
        if kind == "travel-alert" and person is None:
            person = number
        if person:  # somebody else, so that no two alerts are of one trip
            document = notice["person"]["documents"][0]
            document.pop("mrz", None)
            document["number"] = f"T{person:08}"
            notice["person"]["identities"][0]["primaryIdentifier"] = "SPECIMEN" + "".join(
                chr(65 + int(digit)) for digit in str(person))
        for pointer, value in changes.items():
            at = notice
            *way, last = pointer.split("__")
            for step in way:
                at = at[int(step) if step.isdigit() else step]
            last = int(last) if last.isdigit() else last
            if value is None:
                del at[last]
            else:
                at[last] = value
        file = file or f"{number}.json"
        (self.desk / file).write_text(json.dumps(notice, indent=2, ensure_ascii=False) + "\n")
        self.last_number = notice.get("alertNo") or notice.get("noticeNo") or notice["threadId"]
        return file

    def write(self, name, text):
        (self.desk / name).write_text(text)
        return name

    def send(self, file, code="XA"):
        self.must(["notice", "send", file, "--as", "kask", "--approved-by", "tamm", *self.dir(code)])

    def names_in_logs(self):
        found = []
        for log in glob.glob(str(self.work / "*" / "node.log")) + glob.glob(str(self.work / "old" / "*" / "node.log")):
            text = pathlib.Path(log).read_text(errors="replace")
            found += [f"{word} in {log}" for word in ("STERLING", "SPECIMENB", "DORVALD", "D10055433", "T0000") if word in text]
        return found


OFFICERS = ["--as", "kask", "--approved-by", "tamm"]
# Words of programs that no officer needs, and steps that an officer cannot take.
OFFICER_NEVER = [r"heliograph init\b", r"sender's node"]


def table(world):
    rows = []
    xa, xb, xc, xd, xe = (world.dir(code) for code in ("XA", "XB", "XC", "XD", "XE"))
    federation = ["--dir", str(world.work / "federation")]

    def row(group, name, words, **more):
        rows.append(Row(group, name, [str(word) for word in words], **more))

    def send(file, *more, to=xa, officers=OFFICERS):
        return ["notice", "send", *file.split(), *officers, *more, *to]

    # One alert is there, of which later rows make their mistakes.
    first = world.alert(number=1)
    world.send(first)
    known = world.last_number
    withdrawn = world.alert(number=2)
    world.send(withdrawn)
    world.must(["notice", "cancel", world.last_number, *OFFICERS, *xa])
    withdrawn = world.last_number
    green = world.alert(kind="green-notice", number=3)
    world.send(green)
    arrived = None
    for _ in range(200):
        if known in world.must(["inbox", *xb]):
            arrived = known
            break
        subprocess.run(["sleep", "0.1"])
    assert arrived, "nothing arrived at XB"
    sealed = world.alert(number=4)

    # 1. The forty-eight; first those that scored two.
    row("48", "no --as", send(sealed, officers=[]), must=["--as"], status=1, undone=True)
    row("48", "no approver", send(sealed, officers=["--as", "kask"]), must=["--approved-by"], undone=True)
    row("48", "the approver is the author", send(sealed, officers=["--as", "kask", "--approved-by", "KASK"]),
        must=["same officer", "else|another"], undone=True)
    row("48", "a file that is not there", send("none.json"), must=["none.json", "path|name"], undone=True)
    row("48", "a --dir that is not there", ["inbox", "--dir", "/no/such/folder"],
        must=["/no/such/folder", "--dir"], never=OFFICER_NEVER)
    row("48", "a --dir that is no node", ["inbox", "--dir", world.desk], must=["desk", "--dir"], never=OFFICER_NEVER)
    row("48", "a recipient that is no member", send(sealed, "--to", "FR"), must=["FR", "XB, XC|trust show|members are"],
        undone=True)
    row("48", "--to in small letters", send(sealed, "--to", "mt"), status=2, must=["mt", "capital", "Only a member", "heliograph peers"], undone=True)
    row("48", "a date as on a form", send(world.alert(retainUntil="30.11.2027")),
        must=["30\\.11\\.2027", "/retainUntil", 'Write "2027-11-30"', "line \\d+"], undone=True)
    row("48", "a check digit of the zone", send(world.alert(
        person__documents__0__mrz=["P<UTOMUESTERLING<<DORVALD<<<<<<<<<<<<<<<<<<<",
                                   "D100554335UTO5508279M3111301<<<<<<<<<<<<<<<0"],
        person__documents__0__number="D10055433")),
        must=["/mrz", "check digit of the document number", "line 2 of the zone, character 10", "asks for 4"], undone=True)
    row("48", "a recipient that the policy denies", send(world.alert("XB", "XC"), to=xb),
        must=["XC", "policy"], undone=True)
    row("48", "a second run", ["run", *xa], status=3, must=["runs already", "heliograph doctor --dir"], undone=True)
    row("48", "an outcome of nothing", ["outcome", "XA-TA-2026-000999", "--result", "admitted", "--at", "now", *OFFICERS, *xb],
        must=["XA-TA-2026-000999", "inbox"], undone=True, never=["notice list"])
    row("48", "a cancel twice", ["notice", "cancel", withdrawn, *OFFICERS, *xa],
        must=[withdrawn, "cancelled already", "notice show"], undone=True)
    row("48", "a card without --as", ["inbox", "card", known, *xb], must=["--as"])
    row("48", "an attachment that is not named", ["inbox", "attachment", known, "9", "--out", "photo.jpg", "--as", "kask", *xb],
        must=["inbox"], undone=True)
    row("48", "a folder attached", send(sealed, "--attach", world.work), must=["folder", "only files can be attached"], undone=True)
    row("48", "an empty file attached", send(sealed, "--attach", world.write("empty.jpg", "")),
        must=["empty.jpg", "empty|0 bytes"], undone=True)
    row("48", "--member with a name", ["init", "--member", "Estonia", "--authority", "A", "--telephone", "+999 000 000",
                                       "--hours", "24x7", "--dir", world.work / "new"], status=2,
        must=["Estonia", "two capital letters", "\\bEE\\b"], undone=True)
    row("48", "a role misspelt", ["keys", "rotate", "sining", *xa], status=2,
        must=["sining", "signing, |signing or", "Did you mean signing\\?"], undone=True)
    row("48", "a day of statistics", ["statistics", "--since", "30.11.2026", *xa], status=2, must=["30\\.11\\.2026", "--since 2026-11-30"])

    def foreign():
        shutil.copytree(world.work / "XD", world.work / "foreign")
        os.chown(world.work / "foreign", 65534, 65534)

    if os.getuid() == 0:
        row("48", "a folder of another user", ["inbox", *world.dir("foreign")], must=["user"], before=foreign, never=OFFICER_NEVER)
    again = world.alert(number=5, person=1)
    row("48", "the same trip twice", send(again), must=[known, "--supplement", "--not-the-same"], undone=True)

    # Those that scored one.
    row("words", "a verb misspelt", ["inbx", *xb], status=2, must=["inbx", "inbox"], never=["inbx --dir"])
    row("words", "a second word misspelt", ["notice", "snd", sealed, *OFFICERS, *xa], status=2, must=["snd", "notice send"])
    row("words", "a noun in the plural", ["notices", *xa], status=2, must=["Did you mean `notice list`", "`heliograph notice` lists"])
    row("words", "no file", ["notice", "send", *OFFICERS, *xa], status=2, must=["FILE, such as `", "notice send \\S+ --as kask --approved-by tamm --dir"], never=["operand\\(s\\)"], undone=True)
    text = (world.desk / sealed).read_text()
    cut = world.write("cut.json", text[:400])
    line = text[:400].count("\n") + 1
    row("48", "JSON cut short", send(cut), must=["cut.json", f"line {line}", "column"], undone=True)
    row("48", "no --dir", ["inbox"], must=["--dir", "looks for `heliograph-data`"], never=OFFICER_NEVER)
    row("48", "--to a member that does not exist", send(sealed, "--to", "ZZ"), must=["ZZ", "XB, XC|trust show"], undone=True)
    row("48", "a wrong from", send(world.alert(**{"from": "XB"})),
        must=["from XB|XB's", "XA", "from"], never=["Report an outcome"], undone=True)
    row("48", "an airport that no list has", send(world.alert(itinerary__legs__0__to="QQQ")),
        must=["QQQ", "/itinerary/legs/0/to|flight 1"], undone=True)
    row("48", "a departure in the past", send(world.alert(
        itinerary__alreadyTravelling=None, itinerary__legs__0__status=None, itinerary__legs__0__departLocal="2026-11-01T10:00",
        itinerary__legs__0__arriveLocal="2026-11-01T20:00")), must=["2026-11-01", "past|before|alreadyTravelling"], undone=True)
    row("48", "a policy's key misspelt", ["policy", "check", world.write("policy.json5", "{ recipients: { XC: { denny: 'no' } } }"), *xa],
        must=["denny", "deny"])
    row("48", "a result that is none", ["outcome", known, "--result", "arrested", "--at", "now", *OFFICERS, *xb],
        status="*", must=["arrested", "admitted", "refused", "wrong-person", "declined-to-say", "heliograph help outcome"], undone=True)
    row("48", "no result", ["outcome", known, "--at", "now", *OFFICERS, *xb], status=2,
        must=["--result", "admitted", "refused", "wrong-person"], undone=True)
    row("48", "a cancel of another country's", ["notice", "cancel", known, *OFFICERS, *xb],
        must=["XA", "outcome \\S+ --result CODE --at now --as kask --dir", "help outcome"], undone=True)

    def export():
        world.must(["federation", "export", *federation, "--out", world.work / "trust2"])
        world.must(["init", "--dir", str(world.work / "XG"), "--member", "XG", "--authority", "Specimen Police of XG",
                    "--telephone", "+999 000 000", "--hours", "24x7", "--specimens"])

    row("48", "a wrong digest of the first list", ["trust", "import", world.work / "trust2", "--digest", "0" * 64, *world.dir("XG")],
        must=["digest", "telephone"], undone=True, before=export)
    row("48", "publish, unsigned", ["federation", "publish", *federation],
        must=["federation sign", "secretariat"], never=["Ask the secretariat"], undone=True)
    row("48", "the same sent again", send(first), must=[known, "before", "notice show"], undone=True)

    # Those that scored none.
    row("48", "sent from the wrong country's folder", send(world.alert("XB", "XC", number=77)),
        must=["XB", "XA", "--dir"], never=["Report an outcome"], undone=True)
    row("48", "a draft imported as a list", ["trust", "import", world.work / "federation" / "draft.json", *xa],
        must=["draft", "trust-list\\.der|secretariat"], never=["sender's node"], undone=True)
    row("48", "the first list without a digest", ["trust", "import", world.work / "trust2", *world.dir("XG")],
        must=["--digest", "telephone"], never=["do not import"], undone=True)
    row("48", "a wrong file proposed", ["federation", "propose", sealed, *federation], must=["proposal\\.json", sealed],
        never=["Fetch it again from the secretariat"], undone=True)
    row("48", "sent with the node stopped", send(world.alert("XD", "XB"), to=xd), status=0, plain=True, once=True,
        must=["[Nn]othing leaves|Not sent", "node", "Call XB"])
    row("48", "sent with the list expired", send(world.alert("XE", "XF"), to=xe), status=0, plain=True, once=True,
        must=["Not sent|[Nn]othing leaves", "list", "expired", "Call XF"])
    row("48", "a deadline that is past", send(world.alert(arrives="20m")), status=0, plain=True, once=True,
        must=["Too late|too late", "Call XB"])
    row("48", "init of no country", ["init", "--member", "QQ", "--authority", "A", "--telephone", "+999 000 000",
                                     "--hours", "24x7", "--dir", world.work / "new"], status=2, must=["QQ", "country"], undone=True)
    good, other = world.alert(file="good.json"), world.alert(file="other.json")
    bad = world.alert(file="bad.json", retainUntil="2027-02-30")
    row("48", "one bad file of three", send(f"{good} {bad} {other}"), plain=True, once=True,
        must=[r"good\.json: sent.*bad\.json: not sent.*other\.json: sent", "2 of 3", "2027-02-30"])
    row("48", "an id pasted back with /1", ["notice", "show", f"{known}/1", *xa], status=0, plain=True, must=[known])

    # 2. Further ones. Ids pasted back, in every verb that takes one.
    row("own", "inbox of an id with /1", ["inbox", f"{known}/1", *xb], status=0, plain=True, must=[known])
    row("own", "outbox of an id with /1", ["outbox", f"{known}/1", *xa], status=0, plain=True, must=[known])
    row("own", "a card of an id with /1", ["inbox", "card", f"{known}/1", "--as", "kask", *xb], status=0, plain=True, must=[known])
    row("own", "an id in small letters", ["notice", "show", known.lower(), *xa], status=0, plain=True, must=[known])
    row("own", "an id with a version that is not there", ["notice", "show", f"{known}/7", *xa], must=[f"{known}/7", "notice list|stands at|newest"])
    row("own", "show of an unknown id", ["notice", "show", "XA-TA-2026-000998", *xa], must=["XA-TA-2026-000998", "notice list"])
    row("own", "outbox of an unknown id", ["outbox", "XA-TA-2026-000998", *xa], must=["XA-TA-2026-000998", "`heliograph outbox --dir [^`]+/XA`"])
    row("own", "retry of an unknown id", ["outbox", "retry", "XA-TA-2026-000998", *xa], must=["XA-TA-2026-000998", "`heliograph outbox --dir [^`]+/XA`"],
        undone=True)

    # Notices.
    row("own", "an inbox state", ["inbox", "--state", "nwe", *xb], status=2, must=["nwe", "Did you mean new\\?", "actioned"])
    row("own", "a kind of notice", ["notice", "new", "travel-alrt", "--to", "XB", *xa], status=2,
        must=["travel-alrt", "Did you mean travel-alert\\?", "green-notice"])
    row("own", "an operation of a notice", ["notice", "new", "travel-alert", "--operation", "isue", "--to", "XB", *xa], status=2,
        must=["isue", "Did you mean issue\\?"])
    row("own", "a comma too many", send(world.write("comma.json", '{\n  "type": "travel-alert",\n  "from": "XA",\n}\n')),
        must=["comma.json", "comma too many", "line 3, column 15", "Take this comma away"], undone=True)
    row("own", "no JSON at all", send(world.write("word.json", "Please warn XB.\n")), must=["word.json", "line 1, column 1"], undone=True)
    row("own", "a field of another type", send(world.alert(sequence="one")), must=["/sequence", "number", "one"],
        undone=True)
    row("own", "a code that a list has not", send(world.alert(classification="restrictd")),
        must=["restrictd", "restricted"], undone=True)
    row("own", "two letters exchanged in a country", send(world.alert(convictionSummary__country="EX")),
        must=["EX", "/convictionSummary/country", "Did you mean XE"],
        undone=True)
    row("own", "two letters exchanged in a recipient", send(world.alert(to="XB"), "--to", "BX"),
        must=["BX", "Did you mean XB\\?"], undone=True)
    row("own", "validate a file with a fault", ["notice", "validate", bad, "--specimens", *xa], must=["2027-02-30", "/retainUntil"])
    row("own", "preview for a country not told", ["notice", "preview", sealed, "--to", "XC", *xa], must=["XC", "XB"])
    row("own", "approve what waits for nobody", ["notice", "approve", known, "--as", "tamm", *xa], must=[known], undone=True)
    row("own", "forward what is not here", ["notice", "forward", "XA-TA-2026-000997", "--to", "XC", "--number", "1", *OFFICERS, *xb],
        must=["XA-TA-2026-000997"], undone=True)
    row("own", "an emergency that is none", ["notice", "send", green, "--as", "kask", "--emergency", "late", *xa], undone=True)
    row("own", "erase without an order", ["notice", "erase", known, "--yes", "--as", "kask", *xb],
        must=["no order to erase", "Nothing was erased"], undone=True)
    row("own", "a place of an outcome", ["outcome", known, "--result", "admitted", "--at", "noon", *OFFICERS, *xb], status=2,
        must=["noon", "now", "2027-02-03T05:20"], undone=True)
    row("own", "a directory entry of nobody", ["directory", "QQ", *xa], must=["QQ", "XA, XB|trust show|members are"])
    row("own", "a draft that is not there", ["draft", "show", "99", "--as", "kask", *xa], must=["99", "draft list"])
    row("own", "a draft sent that is not there", ["draft", "send", "99", *OFFICERS, *xa], must=["99", "draft list"], undone=True, plain=True)
    row("own", "a draft's number in words", ["draft", "discard", "first", "--yes", "--reason", "given up", "--as", "kask", *xa], must=["first", "draft list|number"],
        undone=True)

    # Imports.
    row("own", "a profile of forms", ["import", "forms", world.write("week.csv", "a,b\n1,2\n"), "--profile", "sorn", "--as", "kask", *xa],
        status=2, must=["sorn", "sorna"], undone=True)
    row("own", "a form's heading", ["import", "forms", "week.csv", "--profile", "sorna", "--as", "kask", *xa],
        must=["needs these headings: last_name", "These may stand too"], undone=True)
    row("own", "a passenger list that is none", ["import", "manifest", "week.csv", "--as", "kask", *xa], must=["PAXLST"], undone=True)
    row("own", "a zone that is none", ["import", "mrz", world.write("zone.txt", "P<UTO\n"), "--as", "kask", *xa], must=["line|character"],
        undone=True, plain=True)

    # Keys.
    row("own", "a key that is not there", ["keys", "revoke", "abcdef", "--yes", "--reason", "lost", *xa], must=["abcdef", "keys list"], undone=True)
    row("own", "nothing to activate", ["keys", "activate", "signing", *xa], must=["keys list|keys stage"], undone=True)
    row("own", "a request without its root", ["keys", "certify", "week.csv", "--out", "issued.der", *xa], status=2,
        must=["--root", "holds root.key"], undone=True)
    row("own", "a request that is none", ["keys", "certify", "week.csv", "--root", world.work / "XA" / "keys", "--out", "issued.der", *xa],
        must=["no certificate request", "keys stage issuing"], undone=True)

    # The federation and its lists.
    row("own", "suspend nobody", ["federation", "suspend", "QQ", *federation], must=["QQ", "XA, XB|federation draft"], undone=True)
    row("own", "a threshold too high", ["federation", "threshold", "9", *federation], status=2, must=["9", "1"], undone=True)
    row("own", "a threshold in words", ["federation", "threshold", "two", *federation], status=2, must=["two", "number"], undone=True)
    row("own", "a signer that is none", ["federation", "sign", "secretariate", *federation], must=["secretariate", "Did you mean secretariat\\?"],
        undone=True)
    row("own", "a signer removed that is none", ["federation", "signer", "remove", "ana", *federation], must=["ana", "secretariat, which must stay"], never=["write that name"], undone=True)
    row("own", "a wrong file collected", ["federation", "collect", sealed, *federation], must=[sealed, "federation sign|\\.signed|SIGNED"],
        never=["sender's node"], undone=True)
    row("own", "a federation in a full folder", ["federation", "create", "--name", "x", "--dir", world.desk], must=["desk"], undone=True)
    row("own", "a node's folder for the federation's", ["federation", "draft", *xa], must=["XA", "--dir"])
    row("own", "a federation's folder for the node's", ["notice", "list", *federation], must=["federation", "--dir"], never=OFFICER_NEVER)
    row("own", "a proposal signed", ["federation", "sign", "secretariat", "--draft", world.work / "XA" / "proposal.json",
                                     "--key", world.work / "federation" / "signers" / "secretariat.key", "--out", "signed", *federation],
        must=["proposal\\.json", "federation draft"], undone=True)
    row("own", "a signed list proposed", ["federation", "propose", world.work / "trust2" / "trust-list.der", *federation],
        must=["trust-list\\.der", "signed document", "proposal\\.json"], undone=True)
    row("own", "trust diff of a wrong file", ["trust", "diff", sealed, *xa], must=[sealed], never=["sender's node"])
    row("own", "settle a fork that is none", ["trust", "settle", "3f2a9c11", "--as", "chief", *xa], must=["3f2a9c11", "trust forks"], undone=True)

    # Settings.
    def spoilt(code, old, new):
        def spoil():
            file = world.work / "XD" / "heliograph.json5"
            text = file.read_text()
            assert old in text
            (world.work / "kept.json5").write_text(text)
            file.write_text(text.replace(old, new, 1))
        return spoil

    def restored():
        shutil.copy(world.work / "kept.json5", world.work / "XD" / "heliograph.json5")

    for name, old, new, must in [
        ("a setting misspelt", "leadTimeMinutes:", "leadTimeMinuts:", ["leadTimeMinuts", "Did you mean leadTimeMinutes\\?"]),
        ("a setting out of its range", "leadTimeMinutes: 120", "leadTimeMinutes: 99999", ["leadTimeMinutes", "99999", "2880"]),
        ("a setting that is no choice", 'fourEyes: "enforced"', 'fourEyes: "enforce"', ["fourEyes", "enforce\\b", "recorded"]),
        ("settings with a syntax error", "leadTimeMinutes: 120,", "leadTimeMinutes: 120", ["line \\d+, column \\d+", "heliograph\\.json5"]),
        ("settings with a member twice", "leadTimeMinutes: 120,", "leadTimeMinutes: 120, leadTimeMinutes: 60,", ["leadTimeMinutes", "twice", "take one of the two away"]),
    ]:
        row("own", name, ["run", *xd], status=4, must=must, undone=True, before=spoilt("XD", old, new), after=restored)
    row("own", "a policy with a syntax error", ["policy", "check", world.write("p.json5", "{\n  recipients: {\n    XC: { deny 'x' }\n  }\n}\n"), *xa],
        must=["line 3, column \\d+"])

    # Statistics and evidence.
    row("own", "days the wrong way round", ["statistics", "--since", "2027-02-01", "--until", "2027-01-01", *xa], status=2, must=["2027-02-01", "2027-01-01"])
    row("own", "statistics of no operation", ["statistics", "operation", "XA-OP-2026-000001", *xa], must=["XA-OP-2026-000001", "notice list --kind operation", "inbox --kind operation"])
    world.send(world.alert(kind="operation", number=9))
    row("own", "statistics of an operation that nobody counted in", ["statistics", "operation", world.last_number, *xa],
        must=["[Nn]obody has counted", "notice totals"])
    row("own", "evidence of nothing", ["evidence", "export", "XA-TA-2026-000999", "--out", "court", *xa], must=["XA-TA-2026-000999"], undone=True)
    row("own", "evidence into a full folder", ["evidence", "export", known, "--out", world.desk, *xa], must=["desk"], undone=True)
    row("own", "a code misspelt", ["explain", "same-tripp"], status="*", must=["same-tripp", "same-trip\\b"])

    # 3. Words of the command line.
    for name, words, status, must in [
        ("-h", ["-h"], 0, ["notice send"]), ("--version", ["--version"], 0, [r"\d+\.\d+"]),
        ("notice -h", ["notice", "-h"], 0, ["notice send"]), ("notice send -h", ["notice", "send", "-h"], 0, ["--approved-by"]),
        ("help of a verb", ["help", "notice", "send"], 0, ["--approved-by"]), ("a noun alone", ["notice"], 0, ["notice send"]),
        ("--state=new", ["inbox", "--state=new", *xb], 0, []),
    ]:
        row("words", name, words, status=status, must=must, plain=True)
    row("words", "an option misspelt", ["notice", "send", sealed, "--as", "kask", "--approve-by", "tamm", *xa], status=2,
        must=["--approve-by", "--approved-by"], undone=True)
    return rows
