import Glibc
import Notices

/// A listening socket. Several loops accept from it, each through a descriptor of its own:
/// whichever is idle takes the next connection, and a second server on the port is still refused
/// (which `SO_REUSEPORT` would let in).
struct ListeningSocket {
    /// The port that was asked for, or the one that the system chose for port 0; 0 for a UNIX
    /// socket.
    let port: UInt16
    /// Where a UNIX socket stands.
    let file: SocketFile?
    private let descriptor: Int32

    /// - Parameter isPlain: true if what passes can be read on the line, which is then loopback.
    /// - Throws: `portUnavailable`; `configurationInvalid` for another line.
    static func open(
        _ place: HTTPPlace, isPlain: Bool
    ) throws(HeliographError) -> ListeningSocket {
        switch place {
        case .tcp(let host, let port):
            try open(host: host, port: port, isLoopbackOnly: isPlain)
        case .unix(let path, let mode): try open(path: path, mode: mode)
        }
    }

    private static func open(path: String, mode: UInt32) throws(HeliographError) -> ListeningSocket
    {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, type, 0)
        let file = SocketFile.bind(descriptor, at: path, mode: mode)
        guard let file, listen(descriptor, 1_024) == 0 else {
            let cause = lastError()
            if descriptor >= 0 { Glibc.close(descriptor) }
            file?.remove()
            throw HeliographError(
                .portUnavailable, "The socket \(path) could not be made.", detail: [cause])
        }
        return ListeningSocket(port: 0, file: file, descriptor: descriptor)
    }

    /// - Parameter host: a numeric address, IPv4 or IPv6.
    private static func open(
        host: String, port: UInt16, isLoopbackOnly: Bool
    ) throws(HeliographError) -> ListeningSocket {
        var hints = addrinfo()
        hints.ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let found else {
            throw unavailable(host, port, "the address is not numeric")
        }
        defer { freeaddrinfo(found) }
        guard !isLoopbackOnly || isLoopback(found.pointee) else {
            throw HeliographError(
                .configurationInvalid,
                "HTTP without TLS is served on loopback alone, and \(host) is another address.",
                next: "Take 127.0.0.1 or ::1, or give the listener a certificate.")
        }
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(found.pointee.ai_family, type, 0)
        guard descriptor >= 0 else { throw unavailable(host, port, lastError()) }
        var on: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, size)
        // Accepted sockets inherit it; without it small answers wait for the far end's ACK.
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, size)
        guard
            bind(
                descriptor, __CONST_SOCKADDR_ARG(__sockaddr__: found.pointee.ai_addr),
                found.pointee.ai_addrlen) == 0,
            listen(descriptor, 1_024) == 0, let bound = boundPort(descriptor)
        else {
            let cause = lastError()
            Glibc.close(descriptor)
            throw unavailable(host, port, cause)
        }
        return ListeningSocket(port: bound, file: nil, descriptor: descriptor)
    }

    /// 127.0.0.0/8 and ::1.
    private static func isLoopback(_ found: addrinfo) -> Bool {
        guard let address = found.ai_addr else { return false }
        switch found.ai_family {
        case AF_INET:
            return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                UInt32(bigEndian: $0.pointee.sin_addr.s_addr) >> 24 == 127
            }
        case AF_INET6:
            return address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                withUnsafeBytes(of: $0.pointee.sin6_addr) {
                    $0.dropLast().allSatisfy { $0 == 0 } && $0.last == 1
                }
            }
        default: return false
        }
    }

    /// - Returns: another descriptor of the same socket, the caller's own; below 0 if there is
    ///   none left.
    func another() -> Int32 {
        fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    }

    /// The socket itself closes with its last descriptor.
    func close() {
        Glibc.close(descriptor)
    }

    private static func boundPort(_ descriptor: Int32) -> UInt16? {
        var address = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let failed = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(descriptor, __SOCKADDR_ARG(__sockaddr__: $0), &size)
            }
        }
        guard failed == 0 else { return nil }
        // The port is in the same place for IPv4 and IPv6.
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                UInt16(bigEndian: $0.pointee.sin_port)
            }
        }
    }

    private static func lastError() -> String { String(cString: strerror(errno)) }

    private static func unavailable(
        _ host: String, _ port: UInt16, _ cause: String
    ) -> HeliographError {
        HeliographError(
            .portUnavailable, "Nothing can listen on \(host) port \(port).", detail: [cause])
    }
}

/// The user whose process connected to a UNIX socket; nil for another socket.
///
/// - Source: unix(7), SO_PEERCRED.
func peerUser(of descriptor: Int32) -> UInt32? {
    var (domain, size) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
    guard getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0, domain == AF_UNIX
    else { return nil }
    var credentials = ucred()
    size = socklen_t(MemoryLayout<ucred>.size)
    guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0 else {
        return nil
    }
    return credentials.uid
}

/// The numeric address of the far end of a connected socket; `unix` for a UNIX socket.
func peerAddress(of descriptor: Int32) -> String {
    var address = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let failed = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            guard getpeername(descriptor, __SOCKADDR_ARG(__sockaddr__: $0), &size) == 0 else {
                return Int32(-1)
            }
            if $0.pointee.sa_family == sa_family_t(AF_UNIX) { return 1 }
            return getnameinfo($0, size, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
        }
    }
    guard failed == 0 else { return failed == 1 ? "unix" : "unknown" }
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
