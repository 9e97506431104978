"""What is typed: the verbs that a node answers, those that work on folders of their own, and those that are not shown."""

import base64

TEXTS = [
    "محمد عبد الله", "a\u202eb\u2066c", "\u001b[2J\u001b]0;owned\u0007", "two\nlines\tand\u0000more", "国際警察機構の職員", "n" * 300,
    "word " * 40 + "end", "e\u0301" * 30, "-", "\u200b\u200d", "../../etc/passwd; rm -rf ~", "Anna Maria Specimen",
]


def evidence(call, worst):
    names = ["README.md", *(f"{number:03}-{'long-name-' * 9}.der" for number in range(min(worst.rows, 100)))]
    return {"id": "019401e5-6b2a-7cc3-8a9d-000000000001", "files": [
        {"name": name, "bytes": base64.b64encode(b"x").decode()} for name in names]}


def faults_of(worst, column):
    return [{"column": column, "code": "place-unknown", "sentence": worst.next(TEXTS)}]


def changes(call, worst):
    """The sentences are the node's own: what is foreign in them is closed."""
    return {"items": [{"version": 2, "sentence": f"XB changes its authority: \u2068{'محمد 国際 ' * 20}\u2069."} for _ in range(worst.rows)],
            "verdict": "refused", "code": "list-expired", "sentence": "Version 2 would be refused.", "next": "-"}


def forms(call, worst):
    """Every second form is refused, in the worst words."""
    return {"items": [
        {"line": row["line"], "status": "refused", "draft": None, "faults": faults_of(worst, "arrival_place"), "warnings": []}
        if place % 2 else {"line": row["line"], "status": "accepted", "draft": "7", "faults": [], "warnings": []}
        for place, row in enumerate(call["arguments"]["rows"])]}


def passengers(call, worst):
    return {"items": [
        {"number": place + 1, "status": worst.next(["proposed", "known", "nobody-to-tell", "suspended"]), "draft": worst.next(["7", None]),
         "subject": worst.next(TEXTS), "agreement": worst.next(["document", "name-and-birth", "number", "first-name-and-birth"])}
        for place, _ in enumerate(call["arguments"]["passengers"])]}


def persons(call, worst):
    return {"items": [
        {"number": f"XB-TA-2027-{number:06}", "from": "XB", "kind": "travel-alert", "draft": False,
         "standing": worst.next(["holds", "suspended"]), "agreement": worst.next(["document", "name-and-birth"])}
        for number in range(min(worst.rows, 20))]}


# Each verb as it is typed, and the answers that it asks for: by operation, a schema and, where that has several forms, which;
# or a function of the call, for an operation whose answer is no answer of its verb. `@new` is a folder that is not there yet.
VERBS = [
    ("inbox", {"inbox.list": ("inbox", 0)}), ("inbox XB-TA-2027-000001", {"inbox.show": ("inbox", 1)}),
    ("inbox XB-TA-2027-000001 --as kask", {"inbox.card": ("inbox-card", None)}),
    ("outbox", {"outbox.list": ("outbox", 0)}), ("outbox XA-TA-2027-000001", {"outbox.show": ("outbox", 1)}),
    ("outbox retry XA-TA-2027-000001", {"outbox.retry": ("outbox-retry", None)}),
    ("notice list", {"notice.list": ("notice-list", None)}),
    ("notice show XA-TA-2027-000001", {"notice.show": ("notice-show", None)}),
    ("notice approve XA-TA-2027-000001 --as kask", {"notice.approve": ("notice-approve", None)}),
    ("notice board XA-TA-2027-000001", {"notice.board": ("notice-board", None)}),
    ("notice totals XA-OP-2027-000001", {"notice.totals": ("notice-totals", None)}),
    ("notice number travel-alert", {"notice.number": ("notice-number", None)}),
    ("notice keep XA-TA-2027-000001 --reason r --as a --approved-by b", {"notice.keep": ("notice-keep", None)}),
    ("tasks", {"tasks": ("tasks", None)}), ("draft list", {"draft.list": ("draft-list", None)}),
    ("draft show XA-TA-2027-000001 --as kask", {"draft.show": ("draft-show", None)}),
    ("handover", {"handover.list": ("handover", None)}), ("handover retry", {"handover.retry": ("handover-retry", None)}),
    ("peers", {"peers": ("peers", None)}), ("directory", {"directory": ("directory", None)}),
    ("doctor", {"doctor": ("doctor", None)}), ("trust show", {"trust.show": ("trust-show", None)}),
    ("trust forks", {"trust.forks": ("trust-forks", None)}), ("keys list", {"keys.list": ("keys-list", None)}),
    ("keys preflight signing", {"keys.preflight": ("keys-preflight", None)}),
    ("keys rotate signing", {"keys.rotate": ("keys-rotate", None)}),
    ("policy show", {"policy.show": ("policy-show", None)}),
    ("statistics", {"statistics": ("statistics", 0)}), ("statistics --publish", {"statistics": ("statistics", 1)}),
    ("statistics operation XA-OP-2027-000001", {"statistics.operation": ("statistics-operation", None)}),
    ("search EXAMPLESSON --as kask", {"search": ("search", None)}),
    ("notice preview FILE --to XB", {"notice.preview": ("notice-preview", None)}),
    ("notice merge FILE --into XA-TA-2027-000001", {"notice.merge": ("notice-merge", None)}),
    ("notice send FILE --as a --approved-by b", {"notice.send": ("notice-send", 0)}),
    ("notice send FILE FILE --as a --approved-by b", {"notice.send": ("notice-send", 0)}),
    ("notice cancel XA-TA-2027-000001 --reason r --as a --yes", {"notice.cancel": ("notice-cancel", None)}),
    ("notice forward XB-TA-2027-000001 --to XC --number 7 --as a --yes", {"notice.forward": ("notice-forward", None)}),
    ("notice retract XA-TA-2027-000001 --statement s --as a --approved-by b --yes", {"notice.retract": ("notice-retract", None)}),
    ("notice confirm XB-CN-2027-000001 --as a", {"notice.confirm": ("notice-confirm", None)}),
    ("notice erase XB-ER-2027-000001 --as a --yes", {"notice.erase": ("notice-erase", None)}),
    ("outcome XB-TA-2027-000001 --result refused --at now --as a --yes", {"outcome": ("outcome", None)}),
    ("draft send XA-TA-2027-000001 --as a", {"draft.send": ("draft-send", 0)}),
    ("draft discard XA-TA-2027-000001 --reason r --as a --yes", {"draft.discard": ("draft-discard", None)}),
    ("draft change XA-TA-2027-000001 FILE --as a", {"draft.change": ("draft-change", None)}),
    ("trust settle 3f2a9c11 --as a --yes", {"trust.settle": ("trust-settle", None)}),
    ("keys stage signing", {"keys.stage": ("keys-stage", None)}), ("keys publish signing", {"keys.publish": ("keys-publish", None)}),
    ("keys activate signing", {"keys.activate": ("keys-activate", None)}), ("keys undo signing", {"keys.undo": ("keys-undo", None)}),
    ("keys retire 3f2a9c", {"keys.retire": ("keys-retire", None)}), ("keys destroy 3f2a9c --yes", {"keys.destroy": ("keys-destroy", None)}),
    ("keys revoke 3f2a9c --reason r --yes", {"keys.revoke": ("keys-revoke", None)}),
    ("inbox card XB-TA-2027-000001 --as kask", {"inbox.card": ("inbox-card", None)}),
    ("inbox attachment XB-TA-2027-000001 1 --out @new --as kask", {"inbox.attachment": ("inbox-attachment", None)}),
    ("evidence export XA-TA-2027-000001 --out @new --yes", {"evidence.export": evidence}),
    ("reply XB-IR-2027-000001 --operation reply --text t --as a --approved-by b", {"reply": ("reply", 0)}),
    ("reply XB-IR-2027-000001 --operation reply --blank --as a", {"reply": ("reply", 1)}),
    ("import forms forms.csv --profile sorna --as kask", {"import.forms": forms}),
    ("import manifest list.edi --as kask", {"import.passengers": passengers}),
    ("import manifest poor.edi --as kask", {"import.passengers": passengers}),
    ("import mrz zones.txt --as kask", {"import.person": persons}),
    ("trust import trust", {"trust.import": ("trust-import", None)}), ("trust diff trust", {"trust.diff": changes}),
    ("explain same-trip", {"outbox.list": ("outbox", 0), "handover.list": ("handover", None), "peers": ("peers", None)}),
    ("whoami", {"whoami": ("whoami", None)}), ("audit --limit 9", {"audit": ("audit", None)}),
    ("officer list", {"officer.list": ("officer-list", None)}), ("officer show anna", {"officer.show": ("officer-show", None)}),
    ("officer add anna --roles duty", {"officer.add": ("officer-add", None)}),
    ("officer change anna --roles duty", {"officer.change": ("officer-change", None)}),
    ("officer link anna --user 1007", {"officer.link": ("officer-link", None)}), ("officer unlink anna", {"officer.unlink": ("officer-unlink", None)}),
    ("officer suspend anna --reason r", {"officer.suspend": ("officer-suspend", None)}),
    ("officer resume anna --reason r", {"officer.resume": ("officer-resume", None)}),
    ("officer remove anna --reason r --yes", {"officer.remove": ("officer-remove", None)}),
    ("token list", {"token.list": ("token-list", None)}), ("token new anna", {"token.new": ("token-new", None)}),
    ("token revoke 3f2a9c", {"token.revoke": ("token-revoke", None)}),
    ("approval list", {"approval.list": ("approval-list", None)}), ("approval show 3f2a9c", {"approval.show": ("approval-show", None)}),
    ("approval give 3f2a9c", {"approval.give": ("approval-give", None)}),
    ("approval decline 3f2a9c --reason r", {"approval.decline": ("approval-decline", None)}),
    ("run", {}),
    ("help", {}), ("help outcome", {}), ("explain", {}), ("notice", {}), ("inbx", {}), ("notice send --sate x", {}),
]

# Verbs that work on folders of their own, in the order in which a federation is made. NAME, HOURS and FEDERATION are texts
# of this file that a shell would quote.
WORDS = {"NAME": "國際警察機構 محمد " + "Specimen Police of Elbonia " * 6, "HOURS": "in der Dienstzeit " * 6, "FEDERATION": "pilot العربية " * 3}
LOCAL = [
    "init --dir node --member XB --authority NAME --telephone +999000000 --hours HOURS --listen 127.0.0.1:7443 --endpoint https://127.0.0.1 --specimens",
    "init --dir node --member XB --authority NAME --telephone +999000000 --hours HOURS --specimens",
    "federation create --dir federation --name FEDERATION --signers anna,boris --threshold 2",
    "federation signer new dora --out dora", "federation signer add dora --certificate dora/dora.der --dir federation",
    "federation signer remove dora --dir federation", "federation signer remove nobody --dir federation",
    "federation propose node/proposal.json --dir federation", "federation propose list.edi --dir federation",
    "federation territories XB --answers-for GI,JE --dir federation", "federation territories XB --dir federation",
    "federation suspend XB --dir federation", "federation restore XB --dir federation", "federation remove XC --yes --dir federation",
    "federation threshold 9 --dir federation", "federation threshold 2 --dir federation",
    "federation draft --dir federation", "federation draft --out draft.json --dir federation",
    "federation sign anna --dir federation", "federation publish --dir federation",
    "federation sign boris --draft draft.json --key federation/signers/boris.key --out boris.signed",
    "federation collect boris.signed --dir federation", "federation draft --dir federation", "federation publish --dir federation",
    "federation export --out trust --dir federation", "federation remove XB --yes --dir federation", "federation draft --dir federation",
    "trust diff trust --digest DIGEST --dir node", "trust import trust --digest DIGEST --dir node", "trust show --dir node",
    "keys list --dir node",
    "keys stage issuing --dir node", "keys certify REQUEST --root medium --out issuing.der", "keys certify list.edi --root medium --out x.der",
    "policy check policy.json5 --dir node", "policy check poor.json5 --dir node", "policy show --dir node",
    "notice new travel-alert --example --from XB --to XC --number 1", "notice new", "notice validate poor.json --specimens",
    "notice validate forms.csv --specimens", "completion bash", "completion zsh", "completion fish", "complete -- notice se",
    "manual", "manual notice", "manual notices", "version", "explain", "explain flash", "explain same-tripp", "help notice send",
]
# A page for programs may be as wide as it is.
WIDE = ("completion ",)
# Long pages of which the beginning is kept: all of it is looked at.
PART = ("completion ", "manual")
# Verbs that are not shown, each with the reason.
NOT_SHOWN = {"demo": "it makes three nodes and takes a minute; the story cli-schemas runs it"}
