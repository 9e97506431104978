internal import Notices

/// A value of the configuration; Foundation reads JSON5, and does not tell equal keys apart.
enum ConfigurationValue: Decodable {
    case flag(Bool)
    case number(Int)
    case text(String)
    case list([String])
    case object([String: ConfigurationValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Int.self) {
            self = .number(number)
        } else if let list = try? container.decode([String].self) {
            self = .list(list)
        } else if let object = try? container.decode([String: ConfigurationValue].self) {
            self = .object(object)
        } else {
            self = .text(try container.decode(String.self))
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
                    throw Self.invalid("`retainDays` must be 1 to \(NoticeDefaults.retainDaysMax)")
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
            default: throw Self.invalid("has an unknown key, `\(key)`")
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
            "`noticeDefaults`: \(what)\(what.hasSuffix(".") ? "" : ".")")
    }
}
