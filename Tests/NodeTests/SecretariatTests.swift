import Certificates
import Federation
import Foundation
import Notices
import Sealing
import SpecimenFederation
import Testing

@testable import Administration
@testable import Asking
@testable import Attachments
@testable import Membership
@testable import Node
@testable import Office
@testable import Secretariat
@testable import Station
@testable import Traffic

/// A secretariat that holds no key, and three signers on machines of their own.
@Suite("The secretariat")
final class SecretariatTests {
    let folder = NSTemporaryDirectory() + "heliograph-secretariat-" + UUID().uuidString
    let now = SpecimenFederation.start
    let secretariat: Secretariat
    let bundle: [UInt8] = [1, 2, 3]

    init() throws {
        secretariat = Secretariat(folder + "/federation")
        var signers: [TrustList.Signer] = []
        for name in ["anna", "bela", "cora"] {
            _ = try SignerKey.make(name, alone: folder + "/\(name)", at: now, validFor: .days(900))
            signers.append(
                TrustList.Signer(
                    name: name, certificate: try Files.read(folder + "/\(name)/\(name).der")))
        }
        try secretariat.create(
            name: "specimen", signers: [], offline: signers, threshold: 2, at: now,
            validFor: .days(30), signersValidFor: .days(900))
        for code in ["XA", "XB"] { try secretariat.propose(proposal(code)) }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func proposal(
        _ code: String, endpoint: String = "https://127.0.0.1:1", roots: [[UInt8]]? = nil,
        telephone: String = "+999 000 000"
    ) throws -> Proposal {
        let member = SpecimenFederation.member(code)
        let tree = try MemberKeyTree.make(member, at: now)
        return Proposal(
            member: Member(
                code: member, authority: "Police of \(code)", status: .active,
                roots: roots ?? [tree.root.certificate.der], endpoints: [endpoint], relays: [],
                contact: .init(telephone: telephone, hours: "24x7"), suites: []), bundle: bundle)
    }

    /// The file that a signer sends back, from a machine with the draft and one key.
    private func signed(_ name: String, at moment: Instant? = nil) throws -> [UInt8] {
        let file = folder + "/draft.json"
        try secretariat.writeDraft(to: file, at: moment ?? now)
        let draft = try SignerKey.readDraft(try Files.read(file))
        return try SignerKey.load(folder + "/\(name)/\(name).key", named: name)
            .sign(draft, at: moment ?? now)
    }

    private func collect(_ names: [String]) throws {
        _ = try secretariat.collect(try names.map { try signed($0) }, at: now)
    }

    private func publish(_ names: [String]) throws -> TrustList {
        try collect(names)
        return try secretariat.publish(at: now)
    }

    @Test("it publishes what enough signers signed elsewhere, and holds none of their keys")
    func offline() throws {
        #expect(Files.names(in: folder + "/federation/signers").isEmpty)
        #expect(throws: HeliographError(.listTooFewSigners, "")) {
            try secretariat.publish(at: now)
        }
        #expect(throws: HeliographError(.listTooFewSigners, "")) { try publish(["anna"]) }
        let progress = try secretariat.progress(at: now)
        #expect(progress.ownMissing == 1)
        #expect(progress.oldMissing == 0)
        #expect(progress.signers.filter(\.hasSigned).map(\.name) == ["anna"])
        #expect(try publish(["anna", "cora"]).version == 1)
        #expect(try secretariat.progress(at: now).draft.version == 2)
    }

    @Test("who publishes too early is told which signatures to bring, and nobody to ask itself")
    func tooEarly() throws {
        for names in [[], ["anna"]] {
            do throws(HeliographError) {
                if !names.isEmpty { try? collect(names) }
                _ = try secretariat.publish(at: now)
                Issue.record("it was published")
            } catch {
                #expect(error.code == .listTooFewSigners)
                #expect(error.next.contains("federation draft"), "\(error.next)")
                #expect(!error.next.contains("Ask the secretariat"), "\(error.next)")
            }
        }
    }

    @Test("what is no signed draft is no fault of a sender's node")
    func wrongFile() throws {
        let file = folder + "/draft.json"
        try secretariat.writeDraft(to: file, at: now)
        let draft = try Files.read(file)
        #expect(throws: HeliographError(.listMalformed, "")) { try Secretariat.check(draft) }
        #expect(throws: HeliographError(.listMalformed, "")) {
            try secretariat.collect([draft], at: now)
        }
        do throws(HeliographError) {
            _ = try TrustExport(file)
            Issue.record("it was taken")
        } catch {
            #expect(error.code == .listMalformed)
            #expect(error.sentence.contains("draft"), "\(error.sentence)")
            #expect(error.next.contains("trust-list.der"), "\(error.next)")
        }
    }

    @Test("a signer that is none is refused with the names of the signers")
    func noSigner() throws {
        do throws(HeliographError) {
            _ = try secretariat.sign("ana", at: now)
            Issue.record("it was signed")
        } catch {
            #expect(error.code == .notFound)
            #expect(error.sentence.contains("Did you mean anna?"), "\(error.sentence)")
            #expect(error.next.contains("anna, bela, cora"), "\(error.next)")
        }
    }

    @Test("a proposal that no country can stand behind is not taken, and says who mends it")
    func proposals() throws {
        let other = try MemberKeyTree.make(SpecimenFederation.member("XB"), at: now)
        let before = try secretariat.progress(at: now).digest
        let refused = [
            try proposal("QQ"), try proposal("XA", telephone: "hello"),
            try proposal("LU", telephone: "+00 000 000"),
            try proposal("XA", endpoint: "https://a b"),
            try proposal("XC", roots: [[1, 2, 3]]),
            try proposal("XC", endpoint: "https://127.0.0.1:99999"),
            try proposal("XC", endpoint: "https://u:p@127.0.0.1:1"),
            try proposal(
                "XC",
                roots: [
                    MemberKeyTree.make(SpecimenFederation.member("XC"), at: now).issuing.certificate
                        .der
                ]),
            try proposal("XC", roots: [other.root.certificate.der]),
        ]
        for proposal in refused {
            #expect(throws: HeliographError(.listMalformed, "")) {
                try secretariat.propose(proposal)
            }
        }
        #expect(try secretariat.progress(at: now).digest == before)
    }

    @Test("the next step is one that this folder can take")
    func nextStep() throws {
        #expect(try secretariat.nextStep().contains("federation draft --out FILE"))
        #expect(try !secretariat.nextStep().contains("sign"))
        _ = try secretariat.addSigner("dora", certificate: nil, at: now, validFor: .days(9))
        #expect(try secretariat.nextStep().contains("federation sign dora"))
        #expect(try secretariat.nextStep().contains("federation draft --out FILE"))
        let trial = Secretariat(folder + "/trial")
        try trial.create(
            name: "trial", signers: ["one"], threshold: 1, at: now, validFor: .days(30),
            signersValidFor: .days(30))
        #expect(try trial.nextStep() == "heliograph federation sign one --dir \(folder)/trial")
    }

    @Test("a signer of the first list sees every member's root key and endpoint, before it signs")
    func firstInView() throws {
        let xa = try proposal("XA", endpoint: "https://192.0.2.1:7443")
        try secretariat.propose(xa)
        let file = folder + "/draft.json"
        try secretariat.writeDraft(to: file, at: now)
        let draft = try SignerKey.readDraft(try Files.read(file))
        let shown = SignerKey.summary(draft, SignerKey.changes(ofFirst: draft)).sentences
        let drafted = try secretariat.progress(at: now).changes.map(\.sentence)
        let line = try #require(
            drafted.first { $0.hasPrefix("XA joins: root key \(xa.rootKeys[0])") })
        #expect(line.contains("https://192.0.2.1:7443"))
        #expect(drafted.allSatisfy { sentence in shown.contains { $0.contains(sentence) } })
        // The root key is also shown if the list before the draft is not at hand.
        #expect(
            SignerKey.summary(draft, nil).sentences.contains {
                $0.contains("XA: root key \(xa.rootKeys[0]), at https://192.0.2.1:7443")
            })
    }

    @Test("a signature that came twice, or a stranger's, counts for nothing")
    func ignored() throws {
        _ = try SignerKey.make("dora", alone: folder + "/dora", at: now, validFor: .days(900))
        let (anna, dora) = (try signed("anna"), try signed("dora"))
        #expect(try secretariat.collect([anna], at: now).taken == ["anna"])
        let again = try secretariat.collect([anna, dora], at: now)
        #expect(again.taken.isEmpty)
        #expect(again.ignored == 2)
        #expect(again.progress.ownSigned == 1)
        #expect(throws: HeliographError(.notFound, "")) {
            try secretariat.sign("dora", keyFile: folder + "/dora/dora.key", at: now)
        }
    }

    @Test("a draft that changes loses its signatures, and old ones are refused")
    func changed() throws {
        let anna = try signed("anna")
        try collect(["anna"])
        #expect(try secretariat.set(.suspended, of: SpecimenFederation.member("XB")))
        #expect(try secretariat.progress(at: now).signers.allSatisfy { !$0.hasSigned })
        #expect(throws: HeliographError(.draftMismatch, "")) {
            try secretariat.collect([anna], at: now)
        }
        // Signatures that a crash left behind count for no draft.
        try Files.write(anna, to: secretariat.signedFile)
        #expect(try secretariat.progress(at: now).ownSigned == 0)
        #expect(throws: HeliographError(.listTooFewSigners, "")) {
            try secretariat.publish(at: now)
        }
        #expect(try publish(["bela", "cora"]).members.map(\.status) == [.active, .suspended])
    }

    @Test("no change is no change: the signatures stay")
    func unchanged() throws {
        try collect(["anna"])
        #expect(try !secretariat.set(.active, of: SpecimenFederation.member("XB")))
        #expect(try secretariat.progress(at: now).ownSigned == 1)
    }

    @Test("a list's life begins when it may first be signed, and its bytes then stay")
    func life() throws {
        _ = try publish(["anna", "bela"])
        let later = now + .days(20)
        let first = try signed("anna", at: later)
        let second = try signed("bela", at: later + .days(1))
        _ = try secretariat.collect([first, second], at: later)
        let list = try secretariat.publish(at: later + .days(1))
        #expect(list.issued == later)
        #expect(list.expires == later + .days(30))
    }

    @Test("a territory has one member that answers for it, which a new proposal keeps")
    func territories() throws {
        let (xa, xb) = (SpecimenFederation.member("XA"), SpecimenFederation.member("XB"))
        let gi = SpecimenFederation.member("GI")
        try secretariat.setTerritories(of: xa, [gi], disclaims: nil)
        for (member, territory) in [(xb, gi), (xb, xa)] {
            #expect(throws: HeliographError(.usage, "")) {
                try secretariat.setTerritories(of: member, [territory], disclaims: nil)
            }
        }
        #expect(throws: HeliographError(.usage, "")) {
            try secretariat.propose(proposal("GI"))
        }
        try secretariat.propose(proposal("XA"))
        #expect(try secretariat.draft().member(xa)?.territories == [gi])
        try secretariat.setTerritories(of: xa, [], disclaims: nil)
        try secretariat.setTerritories(of: xb, [gi], disclaims: nil)
        #expect(try secretariat.draft().whoAnswers.member(for: gi) == xb)
    }

    @Test("a member that proposes anew keeps its status, and may bring a second root")
    func changedMember() throws {
        let code = SpecimenFederation.member("XB")
        let held = try #require(try secretariat.progress(at: now).draft.member(code))
        _ = try secretariat.set(.suspended, of: code)
        _ = try publish(["anna", "bela"])
        let other = try MemberKeyTree.make(code, at: now).root.certificate.der
        try secretariat.propose(
            proposal("XB", endpoint: "https://127.0.0.1:2", roots: held.roots + [other]))
        let progress = try secretariat.progress(at: now)
        #expect(progress.draft.member(code)?.status == .suspended)
        #expect(progress.changes.map(\.kind) == [.endpoints, .rootAdded])
        _ = try secretariat.set(.active, of: code)
        #expect(
            try publish(["anna", "bela"]).member(code)?.endpoints == ["https://127.0.0.1:2"])
    }

    @Test("what is not in the draft is refused by its code")
    func unknown() throws {
        let code = SpecimenFederation.member("XD")
        #expect(throws: HeliographError(.memberUnknown, "")) {
            try secretariat.set(.suspended, of: code)
        }
        #expect(throws: HeliographError(.memberUnknown, "")) { try secretariat.remove(code) }
        #expect(throws: HeliographError(.notFound, "")) { try secretariat.removeSigner("dora") }
        for threshold in [0, 4] {
            #expect(throws: HeliographError(.usage, "")) {
                try secretariat.setThreshold(threshold)
            }
        }
        for name in ["anna", "", "d/ora"] {
            #expect(throws: HeliographError(.usage, "")) {
                try secretariat.addSigner(name, certificate: nil, at: now, validFor: .days(1))
            }
        }
        let anna = try Files.read(folder + "/anna/anna.der")
        #expect(throws: HeliographError(.keyReused, "")) {
            try secretariat.addSigner("again", certificate: anna, at: now, validFor: .days(1))
        }
        try secretariat.removeSigner("cora")
        #expect(throws: HeliographError(.usage, "")) { try secretariat.removeSigner("bela") }
        try secretariat.remove(SpecimenFederation.member("XB"))
        #expect(try publish(["anna", "bela"]).members.map(\.code.description) == ["XA"])
    }

    @Test("signers are exchanged and the threshold rises, by the old ones and the new ones")
    func rotation() throws {
        _ = try publish(["anna", "bela"])
        _ = try SignerKey.make("dora", alone: folder + "/dora", at: now, validFor: .days(900))
        _ = try secretariat.addSigner(
            "dora", certificate: try Files.read(folder + "/dora/dora.der"), at: now,
            validFor: .days(1))
        try secretariat.removeSigner("anna")
        #expect(throws: HeliographError(.listTooFewSigners, "")) { try publish(["dora", "bela"]) }
        var progress = try secretariat.progress(at: now)
        #expect((progress.oldMissing, progress.ownMissing) == (1, 0))
        // Anna signs for the last time, on the list that no longer names her.
        #expect(try publish(["anna"]).signers.map(\.name) == ["bela", "cora", "dora"])
        try secretariat.setThreshold(3)
        #expect(throws: HeliographError(.listTooFewSigners, "")) { try publish(["bela", "cora"]) }
        progress = try secretariat.progress(at: now)
        #expect((progress.oldMissing, progress.ownMissing) == (0, 1))
        #expect(try publish(["dora"]).threshold == 3)
        #expect(throws: HeliographError(.listTooFewSigners, "")) { try publish(["anna", "bela"]) }
    }

    @Test("a second list with a published version never leaves the folder")
    func secondVersion() throws {
        let before = try Files.read(folder + "/federation/draft.json")
        _ = try publish(["anna", "bela"])
        // The folder is left as by a crash between the two halves of publishing, and a new round
        // begins.
        try Files.write(before, to: folder + "/federation/draft.json")
        try collect(["anna", "bela"])
        _ = try secretariat.publish(at: now)
        try Files.write(before, to: folder + "/federation/draft.json")
        try secretariat.remove(SpecimenFederation.member("XB"))
        #expect(throws: HeliographError(.listFork, "")) { try publish(["anna", "bela"]) }
    }

    @Test(
        "a signer that has the list in force sees what the draft changes, or that it is another's")
    func after() throws {
        let published = folder + "/federation/published/"
        _ = try publish(["anna", "bela"])
        let first = try Files.read(published + "1.der")
        try secretariat.remove(SpecimenFederation.member("XB"))
        let draft = try secretariat.fixedDraft(at: now)
        #expect(
            try SignerKey.changes(of: draft, after: first).map(\.kind) == [.memberRemoved])
        _ = try publish(["anna", "bela"])
        #expect(throws: HeliographError(.draftMismatch, "")) {
            try SignerKey.changes(of: draft, after: try Files.read(published + "2.der"))
        }
    }

    @Test("a signer signs only what is shown, with a key that nobody else reads")
    func careful() throws {
        let file = folder + "/draft.json"
        try secretariat.writeDraft(to: file, at: now)
        let bytes = try Files.read(file)
        #expect(throws: HeliographError(.listMalformed, "")) {
            try SignerKey.readDraft(bytes + [0x0A])
        }
        let (digest, sentences) = SignerKey.summary(try SignerKey.readDraft(bytes), nil)
        #expect(digest == Digest(sha256: bytes))
        #expect(sentences.contains("Members: XA, XB."))
        let key = folder + "/anna/anna.key"
        #expect(throws: HeliographError(.keyUnusable, "")) {
            try SignerKey.load(key, named: "bela").sign(try SignerKey.readDraft(bytes), at: now)
        }
        #expect(throws: HeliographError(.keyMissing, "")) {
            try SignerKey.load(folder + "/none.key", named: "anna")
        }
        chmod(key, 0o644)
        #expect(throws: HeliographError(.keyExposed, "")) {
            try SignerKey.load(key, named: "anna")
        }
        #expect(throws: HeliographError(.folderNotEmpty, "")) {
            try SignerKey.make("anna", alone: folder + "/anna", at: now, validFor: .days(1))
        }
    }
}
