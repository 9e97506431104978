/// The reason why some bytes are not a JSON text that we accept.
public struct JSONFault: Error, Sendable, Hashable {
    /// JSON Pointer (RFC 6901) to the innermost value that was being read.
    public var pointer: String
    /// One of the `json…` codes.
    public let code: FaultCode
    /// Offset of the first byte at fault, from 0.
    public let offset: Int
    /// The line of that byte, from 1.
    public private(set) var line = 1
    /// The character of that line, from 1.
    public private(set) var column = 1
    /// The fault in one plain sentence.
    public let sentence: String
    /// What is to be done at that place, in one plain sentence.
    public let remedy: String

    /// - Parameter remedy: nil takes the next step of the code.
    init(_ code: FaultCode, at offset: Int, _ sentence: String, remedy: String? = nil) {
        pointer = ""
        self.code = code
        self.offset = offset
        self.sentence = sentence
        self.remedy = remedy ?? code.next
    }

    /// The same fault with `token` put before its pointer, for the value one level further out.
    func under(_ token: some StringProtocol) -> JSONFault {
        var fault = self
        fault.pointer = "/" + JSONPointer.escaped(token) + pointer
        return fault
    }

    /// The same fault with its line and column in the text that was read.
    func placed(in bytes: [UInt8]) -> JSONFault {
        var fault = self
        (fault.line, fault.column) = TextPlace.of(offset, in: bytes)
        return fault
    }

    /// The next step: the place, and what is to be done there.
    public var next: String {
        "Go to line \(line), column \(column). \(remedy)"
    }

    /// The same fault as a fault of a notice, with its line and column.
    public var asFault: Fault {
        Fault(
            pointer: pointer, code: code, layer: .schema,
            sentence: "\(sentence) (line \(line), column \(column))")
    }
}
