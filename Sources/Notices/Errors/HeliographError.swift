/// The one error that crosses module borders: a stable code, what happened, and what to do next.
///
/// Equality looks at the code only, so that tests never match prose. `detail` is for the
/// administrator's log: causes, never keys, names or bodies.
public struct HeliographError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The stable code, listed in `docs/errors.md`.
    public let code: Code
    /// The event in one plain sentence, for the person at the screen.
    public let sentence: String
    /// The next step that this person can take.
    public let next: String
    /// Causes for the administrator's log; no keys, names or bodies.
    public let detail: [String]
    /// Every fault of a refused notice; empty for every other error.
    public let faults: [Fault]

    /// An error with its sentence.
    ///
    /// - Parameter next: the next step; nil takes the code's own.
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

    /// True if both have the same code.
    public static func == (left: HeliographError, right: HeliographError) -> Bool {
        left.code == right.code
    }

    /// Sentence, next step, code and causes in one line.
    public var description: String {
        ([sentence, next, "(\(code.rawValue))"] + detail).joined(separator: " ")
    }
}

extension HeliographError {
    /// The refusal of a number or id that no notice of ours has.
    public static func noNotice(_ text: String) -> HeliographError {
        HeliographError(
            .notFound, "No notice of ours has the number or id \(ShownText.brief(text)).",
            next: "`heliograph notice list` shows the notices of ours; `heliograph inbox` shows "
                + "what has arrived.")
    }

    /// The refusal of a number or id that nothing which arrived has.
    public static func noArrival(_ text: String) -> HeliographError {
        HeliographError(
            .notFound, "No notice that arrived here has the number or id \(ShownText.brief(text)).",
            next: "`heliograph inbox` shows what has arrived, with its numbers and ids.")
    }

    /// The refusal of a notice, with all its faults.
    public static func invalid(_ faults: [Fault]) -> HeliographError {
        HeliographError(
            .noticeInvalid,
            faults.count == 1
                ? "One thing in the notice is wrong."
                : "\(faults.count) things in the notice are wrong.",
            faults: faults)
    }
}

/// One fault in a notice.
public struct Fault: Sendable, Hashable {
    /// The place where a fault can be seen: `schema` if JSON Schema can see it, `rule` if it takes
    /// more.
    public enum Layer: String, Sendable {
        case schema, rule
    }

    /// JSON Pointer (RFC 6901) to the value at fault; empty for the whole document.
    public let pointer: String
    /// The stable code of the fault, listed in `docs/errors.md`.
    public let code: FaultCode
    /// The layer of the rules that found it.
    public let layer: Layer
    /// The fault in one plain sentence.
    public let sentence: String

    /// Puts a fault together as given.
    public init(pointer: String, code: FaultCode, layer: Layer, sentence: String) {
        self.pointer = pointer
        self.code = code
        self.layer = layer
        self.sentence = sentence
    }
}
