/// The bounds of reading one JSON text, so that no input costs more than was meant.
public struct JSONLimits: Sendable, Hashable {
    /// The length of the whole text, in bytes.
    public var bytesMax: Int
    /// The depth of arrays and objects within each other; a scalar alone has depth 0.
    public var depthMax: Int
    /// The number of values of any kind, members and elements counted.
    public var valuesMax: Int
    /// The length of one number's text, in bytes.
    public var numberBytesMax: Int

    /// Puts the bounds together as given.
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
