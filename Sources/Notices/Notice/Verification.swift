/// The answer to a member that was shown a certificate; it tells nothing else.
///
/// A certificate that was never issued, that was issued to another person, or that was altered gets
/// the same answer. So nobody learns from an answer which numbers exist.
public enum Verification: String, Sendable, CaseIterable {
    case genuine
    case notGenuine = "not-genuine"
    case revoked
    case expired

    /// Makes the answer.
    ///
    /// - Parameters:
    ///   - isHeld: true if this number was issued to this person.
    ///   - validUntil: the last valid day of the certificate.
    ///   - day: today, by UTC.
    public init(isHeld: Bool, isRevoked: Bool, validUntil: CivilDate?, on day: CivilDate) {
        let isPast = validUntil.map { $0 < day } ?? false
        self =
            switch (isHeld, isRevoked, isPast) {
            case (false, _, _): .notGenuine
            case (true, true, _): .revoked
            case (true, false, true): .expired
            case (true, false, false): .genuine
            }
    }

    /// Zeros that make every answer equally long.
    public var padding: String {
        let longest = Self.allCases.map(\.rawValue.utf8.count).max() ?? 0
        return String(repeating: "0", count: longest - rawValue.utf8.count)
    }
}

extension Notice {
    /// The number of the certificate that the statement issues, revokes or asks about.
    public var certificateNumber: String? { json["certificateNo"]?.stringValue }

    /// True if a member was shown a certificate, and asks whether it is genuine.
    public var isVerification: Bool { kind == .certificate && operation == .verify }

    /// The largest number of spellings under which a certificate is kept. That of documents
    /// follows.
    private static let spellingsMax = NameSpelling.spellingsMax
    private static let documentsMax = 5

    /// Every key under which a certificate about this person is kept: the number with each spelling
    /// of a family name, and with the day of birth or a document.
    public func holderKeys(of number: String) -> [SearchKey] {
        let families = Array(familyNames.flatMap(Self.spellings).prefix(Self.spellingsMax))
        return marks.flatMap { mark in
            families.map { SearchKey(.holder, [number, $0, mark].joined(separator: "/")) }
        }
    }

    /// The key by which a verification is looked up. There is one key for every question, so that
    /// every answer takes the same steps.
    public var verificationKey: SearchKey {
        let family = familyNames.first.flatMap { Self.spellings($0).first } ?? ""
        return SearchKey(
            .holder, [certificateNumber ?? "", family, marks.first ?? ""].joined(separator: "/"))
    }

    /// The family names, the primary one first.
    private var familyNames: [String] {
        let identities = json.at(pointer: "/person/identities")?.arrayValue ?? []
        let isPrimary = { (identity: JSON) in identity["kind"]?.stringValue == "primary" }
        return (identities.filter(isPrimary) + identities.filter { !isPrimary($0) })
            .compactMap { $0["primaryIdentifier"]?.stringValue }
    }

    private static func spellings(_ name: String) -> [String] {
        let known = NameSpelling.all(of: name)
        return known.isEmpty ? [name.uppercased()] : known
    }

    /// The marks that tell the person from namesakes: the day of birth first, as it is written,
    /// then documents.
    private var marks: [String] {
        let birth = json.at(pointer: "/person/birth/date")?.stringValue
        let documents = (json.at(pointer: "/person/documents")?.arrayValue ?? [])
            .prefix(Self.documentsMax).compactMap { document -> String? in
                guard let issuer = document["issuer"]?.stringValue,
                    let number = document["number"]?.stringValue
                else { return nil }
                return SearchKey.document(issuer: issuer, number: number).value
            }
        return [birth].compactMap(\.self) + documents
    }
}
