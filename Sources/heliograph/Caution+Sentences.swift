import Notices

/// The sentences before a verb acts, made from what the node answers.
extension Caution {
    /// Members that hold a copy, and members that do not, of the newest statement of a notice.
    private static func holders(_ notice: JSON) -> (have: [String], waiting: [String]) {
        var have: [String] = []
        var waiting: [String] = []
        for country in notice["countries"]?.arrayValue ?? [] {
            switch country["state"]?.stringValue {
            case "delivered", "retrieved", "relayed": have.append(Table.text(country["member"]))
            case "queued", "sending": waiting.append(Table.text(country["member"]))
            default: break
            }
        }
        return (have, waiting)
    }

    /// `XA-TA-2027-000007 (travel-alert, in-force)`.
    private static func named(_ notice: JSON) -> String {
        "\(Table.shown(notice["thread"])) (\(Table.shown(notice["kind"])), "
            + "\(Table.shown(notice["state"])))"
    }

    /// `1 copy` or `2 copies`.
    private static func copies(_ count: Int) -> String {
        count == 1 ? "1 copy" : "\(count) copies"
    }

    private static func list(_ members: [String]) -> String { members.joined(separator: ", ") }

    /// What becomes of a notice of ours that is cancelled.
    static func cancel(_ notice: JSON) -> [String] {
        let (have, waiting) = holders(notice)
        var said = ["\(named(notice)) is withdrawn in every country."]
        said.append(
            have.isEmpty
                ? "No country has it yet."
                : "\(list(have)) \(have.count == 1 ? "has" : "have") it "
                    + "(\(copies(have.count))), and \(have.count == 1 ? "is" : "are") told.")
        if !waiting.isEmpty {
            said.append("It has not reached \(list(waiting)), and is not sent there any more.")
        }
        return said + ["This cannot be undone: nothing follows a cancel."]
    }

    /// What becomes of a notice that is taken back: `documents` are those that would be sent.
    static func retract(_ notice: JSON, documents: [JSON]) -> [String] {
        var said = ["\(named(notice)) is taken back, and cancelled unless it is already."]
        for document in documents {
            let to = (document["to"]?.arrayValue ?? []).map { Table.text($0) }
            let what =
                document["type"]?.stringValue == "erasure"
                ? "an order to erase what they hold" : "a correction"
            said.append(
                "\(list(to)) get \(what) (\(copies(to.count))), due "
                    + "\(Table.shown(document["due"])).")
        }
        return said + ["This cannot be undone."]
    }

    /// What leaves this country when a received notice is passed on.
    static func forward(_ arrival: JSON, to members: [String]) -> [String] {
        [
            "\(Table.shown(arrival["thread"]))/\(Table.shown(arrival["sequence"])) of "
                + "\(Table.shown(arrival["from"])) (\(Table.shown(arrival["kind"]))) is passed on "
                + "to \(list(members)): \(copies(members.count)).",
            "What has left cannot be called back. A cancel of the new notice can follow it.",
        ]
    }

    /// What is erased by an order.
    static func erase(_ preview: JSON) -> [String] {
        let count = preview["erased"]?.arrayValue?.count ?? 0
        return [
            "\(Table.shown(preview["order"])) of \(Table.shown(preview["issuer"])) orders to erase "
                + "\(Table.shown(preview["about"])): \(copies(count)) here.",
            "The words and their keys are destroyed; "
                + "\(Table.shown(preview["issuer"])) gets the signed confirmation.",
            "This cannot be undone.",
        ]
    }

    /// What a final report tells.
    static func outcome(_ arrival: JSON, result: String) -> [String] {
        let from = Table.text(arrival["from"])
        return [
            "The final report `\(result)` on \(Table.shown(arrival["thread"])) "
                + "(\(Table.shown(arrival["kind"]))) goes to \(from): 1 copy.",
            "It cannot be called back. Another final report can follow; against this one it "
                + "needs `--confirm`.",
        ]
    }

    /// What is given up with a draft.
    static func discard(_ draft: JSON) -> [String] {
        let to = (draft["to"]?.arrayValue ?? []).map { Table.text($0) }
        return [
            "The draft \(Table.shown(draft["number"])) (\(Table.shown(draft["source"])), made "
                + "\(Table.shown(draft["created"]))) is given up"
                + (to.isEmpty ? "." : ": \(list(to)) will not be warned by it."),
            "Its words are destroyed. This cannot be undone.",
        ]
    }

    /// What becomes of a key; `change` is destroy, revoke or retire.
    static func key(_ key: JSON, _ change: String) -> [String] {
        let role = Table.text(key["role"])
        let name =
            "The \(role) key \(Table.shown(key["id"]).prefix(8)) (\(Table.shown(key["state"])))"
        let behind = (key["notShownBy"]?.arrayValue ?? []).map { Table.text($0) }
        let lagging =
            behind.isEmpty
            ? [] : ["\(list(behind)) \(behind.count == 1 ? "has" : "have") not shown the next key."]
        switch change {
        case "destroy":
            return [
                "\(name) loses its private half for good.",
                role == "encryption"
                    ? "What was sealed to it can never be opened with it again."
                    : "Nothing can be signed with it again.",
                "This cannot be undone.",
            ]
        case "revoke":
            return ["\(name) is taken out of use for good, and every peer is told."] + lagging + [
                "What peers still send or check by it is refused. This cannot be undone."
            ]
        default:
            return ["\(name) is announced no more, at once."] + lagging + [
                "What a lagging peer still sends by it may be refused. This cannot be undone."
            ]
        }
    }

    /// What ends when a fork of the trust list is settled.
    static func settle(_ fork: JSON, by name: String) -> [String] {
        [
            "The alarm about version \(Table.shown(fork["version"])) of the trust list, seen twice "
                + "at \(Table.shown(fork["seen"])), ends in the name of \(name).",
            "The list in force (\(Table.shown(fork["held"]))) stays; the other "
                + "(\(Table.shown(fork["other"]))) is kept as proof.",
            "This cannot be undone.",
        ]
    }

    /// What a folder of evidence discloses.
    static func export(_ message: JSON, to folder: String) -> [String] {
        let members =
            (message["to"]?.arrayValue ?? []).map { Table.text($0) }
        let way =
            members.isEmpty
            ? "from \(Table.shown(message["from"]))" : "to \(list(members))"
        return [
            "\(folder) will hold the words of \(Table.shown(message["thread"]))/"
                + "\(Table.shown(message["sequence"])) (\(Table.shown(message["kind"])), \(way)), "
                + "unsealed, with its envelopes and evidence.",
            "The export is recorded as a disclosure. Nobody can call back what is copied from "
                + "there.",
        ]
    }

    /// What a member loses that leaves the next trust list.
    static func remove(_ code: MemberCode, version: Int, members: Int) -> [String] {
        [
            "\(code) leaves the draft of version \(version), which then has "
                + "\(members == 1 ? "1 member" : "\(members) members").",
            "As soon as that version is signed and in force, nobody sends anything to \(code) or "
                + "takes anything from it. Signatures of the draft are lost.",
            "`heliograph federation propose` with its proposal puts \(code) back.",
        ]
    }
}
