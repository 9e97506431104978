import Federation
import Notices
import TestKit
import Testing

@Suite("What a trust list changes")
struct TrustListChangeTests {
    private let old = Lists.list(version: 4)

    private func changes(_ new: TrustList, from old: TrustList?) -> [TrustListChange] {
        // Certificates with the same first byte have the same key.
        TrustListChange.all(from: old, to: new) { "K\($0.first ?? 0)" }
    }

    private func list(
        federation: String = "Example", expires: Instant? = nil,
        signers: [TrustList.Signer]? = nil, threshold: Int = 2, members: [Member]? = nil
    ) -> TrustList {
        TrustList(
            federation: federation, version: 5, issued: old.issued,
            expires: expires ?? old.expires, previous: Lists.digest(4),
            signers: signers ?? old.signers, threshold: threshold, members: members ?? old.members)
    }

    private func words(_ new: TrustList) -> [String] {
        changes(new, from: old).map { "\($0.kind.rawValue): \($0.sentence)" }
    }

    @Test("The same members, signers and end are no change")
    func nothing() {
        #expect(changes(list(), from: old).isEmpty)
    }

    @Test("A member that comes, goes, is suspended or restored is said so, in the order of codes")
    func members() {
        let xb = Lists.member("XB")
        #expect(
            words(list(members: [Lists.member("XD"), xb.with(status: .suspended)])) == [
                "member-removed: XA leaves the federation: nothing is sent to it or taken from it.",
                "member-suspended: XB is suspended: it sends and receives nothing until a later "
                    + "list restores it.",
                "member-added: XD joins: root key K88, K7, at https://node.example:8443, "
                    + "called at +00 000 000 (24x7), Police of XD.",
            ])
        let suspended = list(members: [Lists.member("XA"), xb.with(status: .suspended)])
        #expect(changes(old, from: suspended).map(\.kind) == [.memberRestored])
    }

    @Test("What a member calls itself is no root key, and does nothing to a screen")
    func foreignWords() {
        let xd = Lists.member("XD")
        let new = Member(
            code: xd.code,
            authority: "Police, root key K1\u{1B}[2K\n\u{202E}", status: .active, roots: xd.roots,
            endpoints: xd.endpoints, relays: [], contact: xd.contact, suites: xd.suites)
        let sentence =
            changes(list(members: [Lists.member("XA"), Lists.member("XB"), new]), from: old)
            .first?.sentence ?? ""
        #expect(sentence.contains("joins: \u{2068}root key K88, K7, at "))
        #expect(sentence.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E })
    }

    @Test("Everything of an entry that differs is named, with what it was")
    func entry() {
        let new = Member(
            code: Specimen.member("XB"), authority: "Border Police", status: .active,
            roots: [Array("XB".utf8)], endpoints: ["https://b.example:1", "https://b.example:2"],
            relays: [], contact: Member.Contact(telephone: "+1", hours: "office"), suites: ["x"])
        let found = changes(list(members: [Lists.member("XA"), new]), from: old)
        #expect(
            found.map(\.kind) == [.authority, .endpoints, .rootRemoved, .contact, .relays, .suites])
        #expect(found.allSatisfy { $0.member == Specimen.member("XB") })
        #expect(
            found[1].sentence
                == "XB is reached at https://b.example:1, https://b.example:2, before at "
                + "https://node.example:8443.")
        #expect(found[4].sentence == "XB's relays are none, before XC.")
    }

    @Test("Roots are told apart by key: a second one, a lost one, and a new certificate of one")
    func roots() {
        func kinds(_ roots: [[UInt8]]) -> [String] {
            let new = Lists.member("XB").with(roots: roots)
            return changes(list(members: [Lists.member("XA"), new]), from: old)
                .map { "\($0.kind.rawValue) \($0.before ?? "-") \($0.after ?? "-")" }
        }
        let xb = Array("XB".utf8)
        #expect(kinds([xb, [7], [9]]) == ["root-added - K9"])
        #expect(kinds([xb, [9]]) == ["root-added - K9", "root-removed K7 -"])
        #expect(kinds([xb, [7, 1]]) == ["root-renewed K7 K7"])
        #expect(kinds([[7], xb]).isEmpty)
    }

    @Test("Signers are told apart by key; the threshold and the end have their own sentences")
    func signers() {
        let signers = [
            TrustList.Signer(name: "signer 1", certificate: [1]),
            TrustList.Signer(name: "renamed", certificate: [2]),
            TrustList.Signer(name: "new", certificate: [9]),
        ]
        let new = list(expires: old.expires + .days(1), signers: signers, threshold: 3)
        #expect(
            words(new) == [
                "signer-renewed: The signer signer 2 (key K2) is now renamed (key K2), with the "
                    + "same key.",
                "signer-added: new (key K9) may sign the lists that follow.",
                "signer-removed: signer 3 (key K3) may not sign the lists that follow.",
                "threshold: The lists that follow need 3 signatures, before 2.",
                "expiry: The list holds until \(new.expires), before until \(old.expires).",
            ])
    }

    @Test("The first list adds everything; another federation's is named first")
    func firstAndForeign() {
        let first = changes(old, from: nil)
        #expect(
            first.map(\.kind) == [
                .memberAdded, .memberAdded, .signerAdded, .signerAdded, .signerAdded, .threshold,
                .expiry,
            ])
        #expect(first.allSatisfy { $0.before == nil && $0.after != nil })
        #expect(
            words(list(federation: "another"))
                == ["federation: The list is of the federation another, not of Example."])
    }

    @Test("Every kind of change has a sentence with an end")
    func sentences() {
        for kind in TrustListChange.Kind.allCases {
            let change = TrustListChange(kind, Specimen.member("XB"), before: "a", after: "b")
            #expect(change.sentence.hasSuffix("."))
        }
    }
}
