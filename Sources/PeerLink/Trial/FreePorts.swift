import Glibc
package import Notices

/// Ports of loopback for nodes that are started on this machine, to be shown or measured.
package enum FreePorts {
    /// Free a moment ago; all are held at once, so that they differ.
    ///
    /// - Throws: `portUnavailable`.
    package static func find(_ count: Int) throws(HeliographError) -> [UInt16] {
        var descriptors: [Int32] = []
        defer { for descriptor in descriptors { close(descriptor) } }
        var ports: [UInt16] = []
        for _ in 0..<count {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            descriptors.append(descriptor)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isBound = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, .init(__sockaddr__: $0), length) == 0
                        && getsockname(descriptor, .init(__sockaddr__: $0), &length) == 0
                }
            }
            guard isBound else {
                throw HeliographError(.portUnavailable, "No free port was found on loopback.")
            }
            ports.append(UInt16(bigEndian: address.sin_port))
        }
        return ports
    }
}
