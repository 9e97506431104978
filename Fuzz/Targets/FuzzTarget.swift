/// One door that bytes from outside come through, and the promises that hold for any bytes.
public struct FuzzTarget: Sendable {
    /// The name of the target, and of its folder below `Fuzz/Corpus`.
    public let name: String
    /// The longest input worth trying, in bytes.
    public let bytesMax: Int
    /// Gives the target one input. It traps if a promise does not hold, and returns otherwise.
    public let run: @Sendable ([UInt8]) -> Void

    init(_ name: String, bytesMax: Int = 8_192, _ run: @escaping @Sendable ([UInt8]) -> Void) {
        self.name = name
        self.bytesMax = bytesMax
        self.run = run
    }

    /// Every target.
    public static let all: [FuzzTarget] =
        texts + imports + protocolDocuments + signedDocuments + settings + peers

    /// The target of a name; nil if there is none.
    public static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}

/// Traps with a sentence unless a condition holds.
func holds(_ condition: Bool, _ sentence: StaticString) {
    guard condition else { fatalError("\(sentence)") }
}
