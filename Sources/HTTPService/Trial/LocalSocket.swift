import Glibc

/// Sockets inside this process, so that trials need no network.
package enum LocalSocket {
    /// A non-blocking socket.
    package static func make() -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        return socket(AF_UNIX, type, 0)
    }

    /// - Returns: nil if there are none left.
    package static func pair() -> (Int32, Int32)? {
        var ends: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { return nil }
        return (ends[0], ends[1])
    }

    /// Sends as much as the socket takes; inputs of a trial are shorter.
    package static func send(_ bytes: some Collection<UInt8>, to descriptor: Int32) {
        _ = Array(bytes).withUnsafeBytes {
            Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
    }
}
