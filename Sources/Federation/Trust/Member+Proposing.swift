public import Notices

/// Rules for what a proposed member may state about itself. A list in force is read without them:
/// they concern new entries alone.
extension Member {
    /// The largest length of `hours` in a proposal, in UTF-8 bytes.
    public static let hoursBytesMax = 120
    /// The largest length of an authority's name in a proposal, in UTF-8 bytes.
    public static let authorityBytesMax = 200

    /// A fault in one part of a proposal, and its remedy.
    public struct Fault: Sendable, Equatable {
        /// The fault, in one plain sentence.
        public let sentence: String
        /// The next step that puts it right.
        public let next: String
    }

    /// The fault of a member's code; nil for the code of a country.
    ///
    /// - Parameter allowSpecimens: true if `XA`...`XZ` may be members too.
    public static func fault(ofCode code: MemberCode, allowSpecimens: Bool) -> Fault? {
        switch Country.recognition(ofMember: code.description) {
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
                next: "Take the country's two letters of ISO 3166-1, such as EE for Estonia.")
        }
    }

    /// The fault of a telephone number; nil for a number that can be called from another country.
    ///
    /// - Parameter isSpecimen: true if the member is a specimen, whose number may be one too.
    /// - Source: `envelope.schema.json`, `contact.telephone`; ITU-T E.164, by which no country code
    ///   begins with 0.
    public static func fault(ofTelephone text: String, isSpecimen: Bool) -> Fault? {
        let next =
            "Write it as it is called from abroad: +, country code, number, such as +352 000 000 "
            + "000."
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

    /// The fault of a contact's hours; nil for one line of text, such as `24x7`, of at most
    /// `hoursBytesMax` bytes.
    public static func fault(ofHours text: String) -> Fault? {
        isLine(text, bytesMax: hoursBytesMax)
            ? nil
            : Fault(
                sentence: "The hours are one line of text, up to \(hoursBytesMax) bytes.",
                next: "Write `24x7`, or when somebody answers, such as \"Mon-Fri 08:00-16:00 UTC\"."
            )
    }

    /// The fault of an authority's name; nil for one line of text of at most `authorityBytesMax`
    /// bytes.
    public static func fault(ofAuthority text: String) -> Fault? {
        isLine(text, bytesMax: authorityBytesMax)
            ? nil
            : Fault(
                sentence:
                    "The name of an authority is one line of text, up to \(authorityBytesMax) "
                    + "bytes.",
                next: "Write the name that the authority has, and nothing else.")
    }

    /// The fault of an endpoint; nil for `https://`, an address or a name, and a port. A user,
    /// path, query or fragment is a fault.
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

    /// The first fault of this member as it proposes itself; nil if a list may name it so.
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
