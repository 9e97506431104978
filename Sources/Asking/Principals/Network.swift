import Glibc

/// A network of IP addresses in CIDR form, such as `10.1.0.0/16` or `2001:db8::/32`.
///
/// - Source: RFC 4632 section 3.1; RFC 4291 section 2.3.
package struct Network {
    private let address: [UInt8]
    private let bits: Int

    /// Reads a network, or one address alone.
    ///
    /// - Returns: nil for any other text, and for one with bits behind its prefix.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = Self.bytes(String(parts[0])) else { return nil }
        self.address = address
        guard parts.count == 2 else {
            bits = address.count * 8
            return
        }
        guard let bits = Int(parts[1]), (0...address.count * 8).contains(bits),
            String(bits) == parts[1]
        else { return nil }
        self.bits = bits
        guard Self.masked(address, bits) == address else { return nil }
    }

    /// True if the address lies in the network.
    ///
    /// - Parameter text: a numeric address; nil, for a socket of this machine, lies in none.
    package func contains(_ text: String?) -> Bool {
        guard let text, let other = Self.bytes(text), other.count == address.count else {
            return false
        }
        return Self.masked(other, bits) == address
    }

    private static func masked(_ bytes: [UInt8], _ bits: Int) -> [UInt8] {
        bytes.enumerated().map { index, byte in
            let kept = max(0, min(8, bits - index * 8))
            return kept == 0 ? 0 : byte & (0xFF << UInt8(8 - kept))
        }
    }

    /// The bytes of a numeric address; one of IPv4 that is written as IPv6 comes out as IPv4.
    private static func bytes(_ text: String) -> [UInt8]? {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: four) { Array($0) } }
        var six = in6_addr()
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        let bytes = withUnsafeBytes(of: six) { Array($0) }
        let mapped: [UInt8] = Array(repeating: 0, count: 10) + [0xFF, 0xFF]
        return Array(bytes.prefix(12)) == mapped ? Array(bytes.suffix(4)) : bytes
    }
}
