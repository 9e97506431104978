internal import Notices

/// A value of the configuration.
enum ConfigurationValue {
    case flag(Bool)
    case number(Int)
    case text(String)
    case list([String])
    case object([String: ConfigurationValue])

    /// - Returns: nil for a value that no setting has: null, and lists of anything but texts.
    init?(_ json: JSON) {
        switch json {
        case .bool(let flag): self = .flag(flag)
        case .string(let text): self = .text(text)
        case .null: return nil
        case .number(let number):
            guard let number = number.int else { return nil }
            self = .number(number)
        case .array(let elements):
            let texts = elements.compactMap(\.stringValue)
            guard texts.count == elements.count else { return nil }
            self = .list(texts)
        case .object(let members):
            var values: [String: ConfigurationValue] = [:]
            for (key, json) in members {
                guard let value = ConfigurationValue(json) else { return nil }
                values[key] = value
            }
            self = .object(values)
        }
    }

    /// The value in a sentence.
    var shown: String {
        switch self {
        case .flag(let flag): String(flag)
        case .number(let number): String(number)
        case .text(let text): "\"\(ShownText.brief(text))\""
        case .list: "a list"
        case .object: "an object"
        }
    }

    var text: String? { if case .text(let text) = self { text } else { nil } }
    var number: Int? { if case .number(let number) = self { number } else { nil } }

    /// Reads `noticeDefaults`.
    ///
    /// - Throws: `configurationInvalid`, naming the key.
    func noticeDefaults(of member: MemberCode) throws(HeliographError) -> NoticeDefaults {
        guard case .object(let found) = self else {
            throw Self.invalid("must be an object, as the example in the configuration shows it")
        }
        var defaults = NoticeDefaults()
        for (key, value) in found.sorted(by: { $0.key < $1.key }) {
            switch (key, value) {
            case ("handling", .list(let codes)): defaults.handling = codes
            case ("classification", .text(let text)): defaults.classification = text
            case ("purpose", .text(let text)): defaults.purpose = text
            case ("retainDays", .number(let days)):
                guard (1...NoticeDefaults.retainDaysMax).contains(days) else {
                    throw Self.invalid(
                        "`retainDays` must be 1 to \(NoticeDefaults.retainDaysMax); it is \(days)")
                }
                defaults.retainDays = days
            case ("legalBasis", .object(let parts)):
                var basis: JSON = [:]
                for (part, value) in parts.sorted(by: { $0.key < $1.key }) {
                    guard let text = value.text else {
                        throw Self.invalid("`legalBasis.\(part)` must be a text")
                    }
                    basis[part] = .string(text)
                }
                defaults.legalBasis = basis
            case ("handling", _): throw Self.invalid("`handling` must be a list of texts")
            case ("legalBasis", _): throw Self.invalid("`legalBasis` must be an object")
            case ("classification", _), ("purpose", _):
                throw Self.invalid("`\(key)` must be a text")
            case ("retainDays", _): throw Self.invalid("`retainDays` must be a number")
            default:
                let known = ["handling", "classification", "purpose", "retainDays", "legalBasis"]
                throw Self.invalid(
                    "has an unknown key, `\(ShownText.brief(key))`."
                        + Suggestion.question(to: key, among: known))
            }
        }
        let some = Instant(seconds: 1_800_000_000)
        if let fault = defaults.faults(of: member, at: some).first {
            throw Self.invalid("cannot stand in a notice, at `\(fault.pointer)`: \(fault.sentence)")
        }
        return defaults
    }

    private static func invalid(_ what: String) -> HeliographError {
        Configuration.invalid(
            "`noticeDefaults`: \(what)"
                + (what.hasSuffix(".") || what.hasSuffix("?") ? "" : "."))
    }
}
