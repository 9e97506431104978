import Federation
import Notices
import TestKit

/// Trust lists and bundles to bend in tests.
enum Lists {
    static let issued = Specimen.epoch

    static func digest(_ byte: UInt8) -> Digest {
        guard let digest = Digest(bytes: [UInt8](repeating: byte, count: 32)) else {
            preconditionFailure("32 are enough")
        }
        return digest
    }

    static func key(_ byte: UInt8) -> KeyID {
        guard let key = KeyID(bytes: [UInt8](repeating: byte, count: 20)) else {
            preconditionFailure("20 are enough")
        }
        return key
    }

    static func list(
        version: Int, threshold: Int = 2, previous: Digest? = nil, federation: String = "Example",
        life: Duration = .days(90)
    ) -> TrustList {
        TrustList(
            federation: federation, version: version, issued: issued, expires: issued + life,
            previous: previous,
            signers: (1...3).map { TrustList.Signer(name: "signer \($0)", certificate: [$0]) },
            threshold: threshold, members: [member("XA"), member("XB")])
    }

    static func member(_ code: String) -> Member {
        Member(
            code: Specimen.member(code), authority: "Police of \(code)", status: .active,
            roots: [Array(code.utf8), [7]], endpoints: ["https://node.example:8443"],
            relays: [Specimen.member("XC")],
            contact: Member.Contact(telephone: "+00 000 000", hours: "24x7"),
            suites: ["p256-a256gcm-sha256"])
    }

    static func bent(_ bytes: [UInt8], _ old: String, _ new: String) -> [UInt8] {
        let text = String(decoding: bytes, as: UTF8.self)
        let parts = text.split(separator: old, omittingEmptySubsequences: false)
        precondition(parts.count > 1, "\(old) is not in \(text)")
        return Array((parts[0] + new + parts.dropFirst().joined(separator: old)).utf8)
    }
}
