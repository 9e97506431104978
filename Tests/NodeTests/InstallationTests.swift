import Federation
import Foundation
import Notices
import SpecimenFederation
import TestKit
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

@Suite("Making a node")
final class InstallationTests {
    private let folder = NSTemporaryDirectory() + "heliograph-init-\(UUID().uuidString)"

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func installation(
        _ code: String = "XA", telephone: String = "+999 000 001", hours: String = "24x7",
        allowSpecimens: Bool = true, territories: [String] = []
    ) -> Installation {
        Installation(
            folder: DataFolder(folder),
            configuration: Configuration(
                member: SpecimenFederation.member(code), authority: "Specimen Police",
                listen: "127.0.0.1:1",
                allowSpecimens: allowSpecimens),
            endpoint: "https://127.0.0.1:1", contact: .init(telephone: telephone, hours: hours),
            territories: territories.map(SpecimenFederation.member))
    }

    @Test("the key that is read out is the key of the root in the proposal, and of the key ring")
    func rootKey() throws {
        let installation = installation(hours: "Mon-Fri 08:00-16:00 UTC")
        let key = try installation.makeMember(at: SystemClock().now)
        let proposal = try Proposal.read(try Files.read(installation.folder.proposal))
        #expect(proposal.rootKeys == [key.description])
        #expect(
            proposal.member.contact
                == .init(telephone: "+999 000 001", hours: "Mon-Fri 08:00-16:00 UTC"))
        let changes = TrustListChange.all(
            from: nil,
            to: TrustList(
                federation: "specimen", version: 1, issued: Instant(seconds: 1_800_000_000),
                expires: Instant(seconds: 1_800_086_400), previous: nil, signers: [], threshold: 1,
                members: [proposal.member]), naming: CertificateName.of)
        #expect(changes[0].sentence.hasPrefix("XA joins: root key \(key), at "))
    }

    @Test("an init that broke off while the store was made is begun again in the same folder")
    func begunAgain() throws {
        let installation = installation()
        _ = try installation.makeMember(at: SystemClock().now)
        for end in ["-journal", "-wal", "-shm"] {
            for name in ["store.db", "keys.db"] {
                let remains = installation.folder.store + "/" + name + end
                try Files.mark(installation.folder.unfinished)
                try Files.remove(installation.folder.configuration)
                try Files.write([1], to: remains)
                _ = try installation.makeMember(at: SystemClock().now)
                #expect(Files.exists(installation.folder.configuration))
            }
        }
        try Files.mark(installation.folder.unfinished)
        try Files.remove(installation.folder.configuration)
        try Files.write([1], to: installation.folder.store + "/notes.txt")
        #expect(throws: HeliographError(.folderNotEmpty, "")) {
            try installation.makeMember(at: SystemClock().now)
        }
    }

    @Test("what is missing or invented is refused, and no folder is left behind")
    func refused() {
        let all = [
            installation(telephone: ""), installation(telephone: "hello"),
            installation(telephone: "+000 XA"), installation(hours: ""),
            installation(hours: "\u{7}"),
            installation("QQ"), installation(allowSpecimens: false),
            installation(territories: ["QQ"]), installation(territories: ["XA"]),
            installation(territories: ["GG", "GG"]),
        ]
        for one in all {
            #expect(throws: HeliographError(.usage, "")) {
                try one.makeMember(at: SystemClock().now)
            }
            #expect(!FileManager.default.fileExists(atPath: folder))
        }
    }
}
