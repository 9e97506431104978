/// Countries of ISO 3166-1, and the issuers and nationalities of ICAO Doc 9303 that are no country.
public struct Country: Sendable, Hashable {
    /// ISO 3166-1 alpha-2: used for members and for routing.
    public let alpha2: String
    /// ISO 3166-1 alpha-3: used in travel documents.
    public let alpha3: String
    /// The English short name.
    public let name: String

    /// Every country, by alpha-2 code. The user-assigned `XA`...`XZ` are not among them.
    public static let all: [Country] = Rows(CountryData.countries).map { row in
        Country(
            alpha2: String(row.prefix(2)), alpha3: String(row.dropFirst(3).prefix(3)),
            name: String(row.dropFirst(7)))
    }

    private static let byAlpha2 = Dictionary(
        all.map { ($0.alpha2, $0) }, uniquingKeysWith: { first, _ in first })
    private static let alpha3Codes = Set(all.map(\.alpha3))
    private static let historicCodes = Set(
        Rows(CountryData.historic, separator: " ").map(String.init))

    /// The state, organisation or status that a code in a travel document stands for, in words; nil
    /// for a code that is in no list.
    static func name(ofIssuer code: String) -> String? {
        issuerNames[code] ?? all.first { $0.alpha3 == code }?.name
    }

    private static let issuerNames = [
        "D": "Germany", "UTO": "Utopia, the specimen state", "EUE": "European Union",
        "GBD": "British Overseas Territories citizen", "GBN": "British National (Overseas)",
        "GBO": "British Overseas citizen", "GBP": "British protected person",
        "GBS": "British subject", "RKS": "Kosovo", "UNO": "United Nations",
        "UNA": "United Nations agency", "UNK": "United Nations Interim Administration in Kosovo",
        "XOM": "Order of Malta", "XPO": "INTERPOL", "XXA": "stateless person",
        "XXB": "refugee", "XXC": "refugee", "XXX": "nationality not known",
    ]

    /// The country with this alpha-2 code; nil if ISO 3166-1 has none.
    public static func named(alpha2: String) -> Country? { byAlpha2[alpha2] }
}

extension Country {
    /// The question for a code of a country that does not exist, ` Did you mean MT?` with the space
    /// before it: the two letters may be exchanged or small; three letters or a name may stand for
    /// a country.
    ///
    /// - Parameter members: codes that may be meant besides; specimens are meant only if they are
    ///   among them, or if `allowSpecimens` is true.
    /// - Returns: an empty text if nothing is near.
    public static func suggestion(
        for text: String, among members: [String] = [], allowSpecimens: Bool = false
    ) -> String {
        guard let code = meant(by: text, members, allowSpecimens) else { return "" }
        let name = named(alpha2: code).map { ", \($0.name)" } ?? ""
        return " Did you mean \(code)\(name)?"
    }

    private static func meant(
        by text: String, _ members: [String], _ allowSpecimens: Bool
    ) -> String? {
        guard (2...60).contains(text.utf8.count) else { return nil }
        let capitals = text.uppercased()
        for code in [capitals, String(capitals.reversed())] where code != text {
            let isSpecimen = recognition(ofMember: code) == .specimen
            if members.contains(code) || byAlpha2[code] != nil || isSpecimen && allowSpecimens {
                return code
            }
        }
        if let country = all.first(where: { $0.alpha3 == capitals }) { return country.alpha2 }
        guard text.utf8.count > 3,
            let name = Suggestion.nearest(to: text, among: all.lazy.map(\.name))
        else { return nil }
        return all.first { $0.name == name }?.alpha2
    }

    /// The recognition of a three-letter (or, for Germany, one-letter) code in a travel document.
    public enum Recognition: Sendable, Hashable {
        /// A country, or an issuer that Doc 9303 lists.
        case known
        /// `UTO`, and the user-assigned `XAA`...`XZZ` that Doc 9303 does not use: demonstrations
        /// only.
        case specimen
        case unknown
    }

    /// Codes of Doc 9303 part 3, section 5, parts B to D, that are not in ISO 3166-1. Two of them
    /// are states' former codes (the Netherlands Antilles, the Neutral Zone), which stand in old
    /// documents.
    static let otherIssuers: Set<String> = [
        "D",  // Germany, never DEU, in the machine-readable zone
        "EUE", "GBD", "GBN", "GBO", "GBP", "GBS", "RKS",
        "ANT", "NTZ",
        "IAO", "UNA", "UNK", "UNO",
        "XBA", "XCC", "XCE", "XCO", "XDC", "XEC", "XES", "XIM", "XMP", "XOM", "XPO",
        "XXA", "XXB", "XXC", "XXX",
    ]

    /// The recognition of an issuer's code, or of a nationality.
    ///
    /// - Parameter code: the code as printed in the document, fillers removed.
    /// - Source: ICAO Doc 9303 part 3 section 5; part 4 for the specimen state `UTO`.
    public static func recognition(ofIssuer code: String) -> Recognition {
        if otherIssuers.contains(code) || alpha3Codes.contains(code) { return .known }
        return code == "UTO" ? .specimen : .unknown
    }

    /// The recognition of a code as a place of birth: today's codes, those of Doc 9303, and states
    /// that are gone (`SUN`, `YUG`) are known. Two letters are taken for an alpha-2 code.
    public static func recognition(ofBirthplace code: String) -> Recognition {
        if code.utf8.count == 2 { return recognition(ofMember: code) }
        return historicCodes.contains(code) ? .known : recognition(ofIssuer: code)
    }

    /// The recognition of a two-letter code: a country, or a user-assigned code kept for specimens.
    public static func recognition(ofMember code: String) -> Recognition {
        if byAlpha2[code] != nil { return .known }
        return MemberCode(code)?.isSpecimen == true ? .specimen : .unknown
    }
}
