/// A SHA-256 digest; printed and read as 64 lowercase hexadecimal digits.
public struct Digest: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The 32 bytes of the digest.
    public let bytes: [UInt8]

    /// Takes the bytes of a digest.
    ///
    /// - Returns: nil unless there are 32 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        self.bytes = Array(bytes)
    }

    /// Reads a digest; nil unless the text is 64 digits `0-9a-f`.
    public init?(hexadecimal text: some StringProtocol) {
        guard let bytes = bytesFromHexadecimal(text) else { return nil }
        self.init(bytes: bytes)
    }

    /// Orders by the bytes, the first byte first.
    public static func < (left: Digest, right: Digest) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    /// The digest as 64 lowercase hexadecimal digits.
    public var description: String { hexadecimal(bytes) }
}

/// The id of a public key: the first 20 bytes of the SHA-256 of its SubjectPublicKeyInfo.
///
/// It is recomputed from the key of each certificate that is read, and never taken from the
/// certificate's own text.
public struct KeyID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The length of an id, in bytes.
    public static let byteCount = 20

    /// The 20 bytes of the id.
    public let bytes: [UInt8]

    /// Takes the bytes of an id.
    ///
    /// - Returns: nil unless there are 20 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = Array(bytes)
    }

    /// Reads an id; nil unless the text is 40 digits `0-9a-f`.
    public init?(hexadecimal text: some StringProtocol) {
        guard let bytes = bytesFromHexadecimal(text) else { return nil }
        self.init(bytes: bytes)
    }

    /// Orders by the bytes, the first byte first.
    public static func < (left: KeyID, right: KeyID) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    /// The id as 40 lowercase hexadecimal digits.
    public var description: String { hexadecimal(bytes) }
}

/// The bytes in lowercase hexadecimal, two digits for each byte.
public func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(2 * bytes.underestimatedCount)
    for byte in bytes {
        text.append(hexDigit(byte >> 4))
        text.append(hexDigit(byte & 15))
    }
    return String(decoding: text, as: UTF8.self)
}

/// - Parameter value: 0 to 15.
func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

/// The bytes of a hexadecimal text.
///
/// - Returns: nil unless the text is an even number of digits `0-9a-f`.
public func bytesFromHexadecimal(_ text: some StringProtocol) -> [UInt8]? {
    let text = Array(text.utf8)
    guard text.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 2)
    for index in stride(from: 0, to: text.count, by: 2) {
        guard let high = hexValue(text[index]), let low = hexValue(text[index + 1]) else {
            return nil
        }
        bytes.append(high << 4 | low)
    }
    return bytes
}

func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
}
