public import Notices

/// A file that a person gave in the place of another, so that a refusal can say what it is.
public enum MistakenFile: Sendable, Equatable {
    /// What a member gives to the secretariat.
    case proposal(of: String)
    /// A trust list that nobody has signed, such as the draft.
    case draft
    /// A notice of an officer.
    case notice(NoticeKind)
    /// A document with signatures, by its first byte: a trust list, or a draft that was signed.
    case signed
    /// A key, a certificate or a request in PEM.
    case pem
    /// JSON of another kind.
    case json
    /// Anything else.
    case unknown

    /// Looks at the bytes and judges nothing.
    public init(_ bytes: [UInt8]) {
        if bytes.first == 0x30 {
            self = .signed
        } else if bytes.starts(with: "-----BEGIN".utf8) {
            self = .pem
        } else if let json = try? JSON.parse(bytes, limits: .list) {
            self = Self.kind(of: json)
        } else {
            self = .unknown
        }
    }

    private static func kind(of json: JSON) -> MistakenFile {
        if json["keyBundle"] != nil, let member = json["member"]?["code"]?.stringValue {
            return .proposal(of: ShownText.brief(member))
        }
        if json["federation"] != nil, json["signers"] != nil { return .draft }
        return json["type"]?.stringValue.flatMap { NoticeKind(rawValue: $0) }.map { .notice($0) }
            ?? .json
    }

    /// The end of a sentence: `it is a notice (travel-alert)`.
    public var words: String {
        switch self {
        case .proposal(let member): "it is the proposal of \(member)"
        case .draft: "it is a list without signatures, such as the secretariat's draft"
        case .notice(let kind): "it is a notice (\(kind.rawValue))"
        case .signed:
            "it is a signed document, such as a trust list or a draft that was signed already"
        case .pem: "it is a key, a certificate or a request (PEM)"
        case .json: "it is another JSON file"
        case .unknown: "it is neither JSON nor a signed document"
        }
    }
}
