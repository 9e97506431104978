/// One door that bytes from outside come through, and what must hold whatever they are.
///
/// `run` traps when something does not hold; that it returns is all that is wanted.
public struct FuzzTarget: Sendable {
    public let name: String
    /// The longest input worth trying, in bytes.
    public let bytesMax: Int
    public let run: @Sendable ([UInt8]) -> Void

    init(_ name: String, bytesMax: Int = 8_192, _ run: @escaping @Sendable ([UInt8]) -> Void) {
        self.name = name
        self.bytesMax = bytesMax
        self.run = run
    }

    public static let all: [FuzzTarget] =
        texts + imports + protocolDocuments + signedDocuments + settings + peers

    public static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}

/// What was read and written out again must be read as the same.
func holds(_ condition: Bool, _ sentence: StaticString) {
    guard condition else { fatalError("\(sentence)") }
}
