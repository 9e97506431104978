public import Notices

/// What a member that is to be listed may say of itself. A list that is in force is read whatever it says:
/// these rules are for what is written anew.
extension Member {
    public static let hoursBytesMax = 120
    public static let authorityBytesMax = 200

    /// What is wrong with one part of a proposal, and how it is put right.
    public struct Fault: Sendable, Equatable {
        public let sentence: String
        public let next: String
    }

    /// - Parameter allowSpecimens: whether `XA`...`XZ` may be one.
    /// - Returns: nil for the code of a country.
    public static func fault(ofCode code: MemberCode, allowSpecimens: Bool) -> Fault? {
        switch Country.standing(ofMember: code.description) {
        case .known: return nil
        case .specimen where allowSpecimens: return nil
        case .specimen:
            return Fault(
                sentence: "\(code) is a specimen code, which no country has.",
                next:
                    "Take the country's code of ISO 3166-1, or add `--specimens` on a test system.")
        case .unknown:
            return Fault(
                sentence: "\(code) is the code of no country.",
                next: "Take the country's two letters of ISO 3166-1.")
        }
    }

    /// - Parameter isSpecimen: whether the member is one: its number may be one too.
    /// - Returns: nil for a number that can be called from another country.
    /// - Source: `envelope.schema.json`, `contact.telephone`; ITU-T E.164, by which no country code
    ///   begins with 0.
    public static func fault(ofTelephone text: String, isSpecimen: Bool) -> Fault? {
        let next =
            "Write it as it is called from abroad: +, country code, number, such as +352 000 000 000."
        let rest = text.utf8.dropFirst()
        guard text.hasPrefix("+"), (5...30).contains(rest.count),
            rest.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x20 }),
            rest.count(where: { $0 != 0x20 }) >= 5
        else {
            return Fault(
                sentence:
                    "A telephone number starts with + and has digits and blanks behind it, 6 to 31 "
                    + "characters, 5 or more of them digits.", next: next)
        }
        guard isSpecimen || rest.first(where: { $0 != 0x20 }) != 0x30 else {
            return Fault(
                sentence: "No country's telephone numbers start with +0.", next: next)
        }
        return nil
    }

    /// - Returns: nil for `24x7`, or office hours in words.
    public static func fault(ofHours text: String) -> Fault? {
        isLine(text, bytesMax: hoursBytesMax)
            ? nil
            : Fault(
                sentence: "The hours are one line of text, up to \(hoursBytesMax) bytes.",
                next: "Write `24x7`, or when somebody answers, such as \"Mon-Fri 08:00-16:00 UTC\"."
            )
    }

    public static func fault(ofAuthority text: String) -> Fault? {
        isLine(text, bytesMax: authorityBytesMax)
            ? nil
            : Fault(
                sentence:
                    "The name of an authority is one line of text, up to \(authorityBytesMax) bytes.",
                next: "Write the name that the authority has, and nothing else.")
    }

    /// - Returns: nil for `https://`, an address or a name, and a port: no user, path, query or fragment.
    public static func fault(ofEndpoint text: String) -> Fault? {
        let rest = text.dropFirst("https://".count)
        if isEndpoint(text), let colon = rest.lastIndex(of: ":"), isHost(rest[..<colon]),
            isPort(rest[rest.index(after: colon)...])
        {
            return nil
        }
        return Fault(
            sentence: "An endpoint is https:// with the address and port that peers reach.",
            next: "Write it as https://ADDRESS:PORT, with a port of 1 to 65535 and without a path.")
    }

    private static func isHost(_ text: Substring) -> Bool {
        guard text.hasPrefix("[") else {
            return !text.isEmpty
                && text.utf8.allSatisfy { isLetterOrDigit($0) || "-._".utf8.contains($0) }
        }
        let inside = text.dropFirst().dropLast()
        return text.hasSuffix("]") && inside.contains(":")
            && inside.utf8.allSatisfy { isLetterOrDigit($0) || ":.".utf8.contains($0) }
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } && !text.hasPrefix("0")
            && (1...65_535).contains(Int(text) ?? 0)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    /// The first thing that a list should not say of a member, as the member proposes it.
    public var fault: Fault? {
        if let fault = Member.fault(ofCode: code, allowSpecimens: true) { return fault }
        if let fault = Member.fault(ofAuthority: authority) { return fault }
        for endpoint in endpoints {
            if let fault = Member.fault(ofEndpoint: endpoint) { return fault }
        }
        if let fault = Member.fault(ofTelephone: contact.telephone, isSpecimen: code.isSpecimen) {
            return fault
        }
        return Member.fault(ofHours: contact.hours)
    }

    private static func isLine(_ text: String, bytesMax: Int) -> Bool {
        text.utf8.count <= bytesMax && text.contains { $0 != " " }
            && TextInspection.isForDisplay(text)
    }
}
