import Glibc

// This file does not import curl: curl's header declares the socket functions too, and the compiler
// would then take the names for curl's in every other file.

/// True if a socket connects this port of ours with this port of the far end.
func joins(_ socket: Int32, from port: Int32, to farPort: Int32) -> Bool {
    portOfEnd(socket, getsockname) == port && portOfEnd(socket, getpeername) == farPort
}

private func portOfEnd(
    _ socket: Int32, _ end: (Int32, __SOCKADDR_ARG, UnsafeMutablePointer<socklen_t>) -> Int32
) -> Int32? {
    // For IPv4 and IPv6 alike: two bytes behind the family.
    var address = [UInt8](repeating: 0, count: MemoryLayout<sockaddr_storage>.size)
    var size = socklen_t(address.count)
    let failed = address.withUnsafeMutableBytes { bytes in
        bytes.withMemoryRebound(to: sockaddr.self) {
            end(socket, __SOCKADDR_ARG(__sockaddr__: $0.baseAddress), &size)
        }
    }
    return failed == 0 ? Int32(address[2]) << 8 | Int32(address[3]) : nil
}
