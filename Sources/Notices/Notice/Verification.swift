/// What whoever was shown a certificate is told about it, and nothing more.
///
/// One that was never issued, and one that was issued to somebody else or was altered, are the same
/// answer, so that nobody learns from it which numbers exist.
public enum Verification: String, Sendable, CaseIterable {
    case genuine
    case notGenuine = "not-genuine"
    case revoked
    case expired

    /// - Parameters:
    ///   - isHeld: this number was issued to this person.
    ///   - validUntil: of the certificate, the day included.
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

    /// Makes every answer equally long.
    public var padding: String {
        let longest = Self.allCases.map(\.rawValue.utf8.count).max() ?? 0
        return String(repeating: "0", count: longest - rawValue.utf8.count)
    }
}

extension Notice {
    /// The number of the certificate that it issues, revokes or asks about.
    public var certificateNumber: String? { json["certificateNo"]?.stringValue }

    /// Somebody was shown a certificate, and asks whether it is what it seems.
    public var isVerification: Bool { kind == .certificate && operation == .verify }

    /// Spellings of a name, and documents, that a certificate is kept under.
    private static let spellingsMax = NameSpelling.spellingsMax
    private static let documentsMax = 5

    /// Everything that a certificate about this person is kept under: the number with each spelling
    /// of a family name, and with the day of birth or a document.
    public func holderKeys(of number: String) -> [SearchKey] {
        let families = Array(familyNames.flatMap(Self.spellings).prefix(Self.spellingsMax))
        return marks.flatMap { mark in
            families.map { SearchKey(.holder, [number, $0, mark].joined(separator: "/")) }
        }
    }

    /// What a verification is looked up by: one key, whatever is asked, so that every answer takes
    /// the same steps.
    public var verificationKey: SearchKey {
        let family = familyNames.first.flatMap { Self.spellings($0).first } ?? ""
        return SearchKey(
            .holder, [certificateNumber ?? "", family, marks.first ?? ""].joined(separator: "/"))
    }

    /// The primary name first.
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

    /// What tells the person from namesakes: the day of birth first, as it is written, then
    /// documents.
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
