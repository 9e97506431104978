public import Notices

/// A member's announcement of its certificates. It only announces: each certificate stands on its
/// own chain to the member's root.
public struct KeyBundle: Sendable, Hashable {
    /// The largest number of certificates that one bundle may carry.
    public static let certificatesMax = 24

    /// The member whose certificates these are.
    public let member: MemberCode
    /// max(last + 1, Unix milliseconds); only rises.
    public let version: Int64
    /// The moment when the member made this version, to the second.
    public let issued: Instant
    /// Leaves of every role and the issuing CA, DER; the preferred one of a role comes first.
    public let certificates: [[UInt8]]

    /// Puts a bundle together as given; `read` alone checks the bounds.
    public init(member: MemberCode, version: Int64, issued: Instant, certificates: [[UInt8]]) {
        self.member = member
        self.version = version
        self.issued = issued
        self.certificates = certificates
    }

    /// The content of a key bundle's SignedData, as JSON.
    public func encoded() -> [UInt8] {
        let json: JSON = [
            "format": 1,
            "member": .string(member.description),
            "version": .number(JSONNumber(Int(version))),
            "issued": .string(issued.description),
            "certificates": .array(certificates.map { .string(Base64.encode($0)) }),
        ]
        return json.encoded()
    }

    /// Reads the content of a key bundle; says nothing about its signature or its certificates.
    ///
    /// - Throws: a refusal that names the place if the content is not strict JSON of this form, has
    ///   no certificate, or has more than `certificatesMax`.
    public static func read(_ content: [UInt8]) throws(StrictObject.Refusal) -> KeyBundle {
        let json: JSON
        do throws(JSONFault) {
            json = try JSON.parse(
                content, limits: JSONLimits(bytesMax: 1 << 17, depthMax: 4, valuesMax: 64))
        } catch {
            throw StrictObject.Refusal("the key bundle is not strict JSON: \(error.code.rawValue)")
        }
        let object = try StrictObject(
            json, members: ["format", "member", "version", "issued", "certificates"],
            path: "key bundle")
        _ = try object.int("format", in: 1...1)
        var certificates: [[UInt8]] = []
        for json in try object.array("certificates", countMax: certificatesMax) {
            guard let text = json.stringValue, let bytes = Base64.decode(text) else {
                throw StrictObject.Refusal("key bundle.certificates is not base64")
            }
            certificates.append(bytes)
        }
        guard !certificates.isEmpty else {
            throw StrictObject.Refusal("key bundle.certificates is empty")
        }
        return KeyBundle(
            member: try object.value("member") { MemberCode($0) },
            version: Int64(try object.int("version", in: 1...(1 << 53))),
            issued: try object.value("issued") { Instant(utcSecond: $0) },
            certificates: certificates)
    }
}
