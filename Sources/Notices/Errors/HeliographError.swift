/// The one error that crosses module borders: a stable code, what happened, and what to do next.
///
/// Equality looks at the code only, so that tests never match prose. `detail` is for the
/// administrator's log: causes, never keys, names or bodies.
public struct HeliographError: Error, Sendable, Equatable, CustomStringConvertible {
    public let code: Code
    public let sentence: String
    public let next: String
    public let detail: [String]
    /// For a refused notice, every fault in it.
    public let faults: [Fault]

    /// - Parameter next: nil takes the code's own next step.
    public init(
        _ code: Code, _ sentence: String, next: String? = nil, detail: [String] = [],
        faults: [Fault] = []
    ) {
        self.code = code
        self.sentence = sentence
        self.next = next ?? code.next
        self.detail = detail
        self.faults = faults
    }

    public static func == (left: HeliographError, right: HeliographError) -> Bool {
        left.code == right.code
    }

    public var description: String {
        ([sentence, next, "(\(code.rawValue))"] + detail).joined(separator: " ")
    }
}

extension HeliographError {
    /// The refusal of a notice with everything that is wrong in it.
    public static func invalid(_ faults: [Fault]) -> HeliographError {
        HeliographError(
            .noticeInvalid,
            faults.count == 1
                ? "One thing in the notice is wrong."
                : "\(faults.count) things in the notice are wrong.",
            faults: faults)
    }
}

/// One thing wrong with a notice.
public struct Fault: Sendable, Hashable {
    /// Where the fault lies: `schema` if JSON Schema can see it, `rule` if it takes more.
    public enum Layer: String, Sendable {
        case schema, rule
    }

    /// JSON Pointer (RFC 6901) to the value at fault; empty for the whole document.
    public let pointer: String
    public let code: FaultCode
    public let layer: Layer
    public let sentence: String

    public init(pointer: String, code: FaultCode, layer: Layer, sentence: String) {
        self.pointer = pointer
        self.code = code
        self.layer = layer
        self.sentence = sentence
    }
}
