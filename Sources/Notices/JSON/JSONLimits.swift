/// The bounds that reading stops at, so that no input costs more than was meant.
public struct JSONLimits: Sendable, Hashable {
    /// Length of the whole text.
    public var bytesMax: Int
    /// Arrays and objects within each other; a scalar alone has depth 0.
    public var depthMax: Int
    /// Values of any kind, members and elements counted.
    public var valuesMax: Int
    /// Length of one number's text.
    public var numberBytesMax: Int

    public init(bytesMax: Int, depthMax: Int, valuesMax: Int, numberBytesMax: Int = 1_024) {
        self.bytesMax = bytesMax
        self.depthMax = depthMax
        self.valuesMax = valuesMax
        self.numberBytesMax = numberBytesMax
    }

    /// A notice: 1 MiB, attachments not counted.
    public static let notice = JSONLimits(
        bytesMax: 1 << 20, depthMax: 64, valuesMax: 100_000)
    /// A frame or notice header, evidence, a probe: 64 KiB.
    public static let header = JSONLimits(
        bytesMax: 1 << 16, depthMax: 16, valuesMax: 10_000)
    /// A trust list, key bundle or configuration: 16 MiB.
    public static let list = JSONLimits(
        bytesMax: 1 << 24, depthMax: 64, valuesMax: 1_000_000)
}
