import CEvent
import Glibc
import Notices

/// A listening TCP socket on a loop.
///
/// `@unchecked Sendable`: its events are made, used and freed on the loop's thread only.
final class Listener: @unchecked Sendable {
    /// The port that was asked for, or the one that was given for port 0.
    let port: UInt16
    private let descriptor: Int32
    private let loop: EventLoop
    private let accepted: (Int32, String) -> Void
    private var event: OpaquePointer?
    private var pause: LoopTimer?

    private init(
        descriptor: Int32, port: UInt16, loop: EventLoop,
        accepted: @escaping @Sendable (Int32, String) -> Void
    ) {
        self.descriptor = descriptor
        self.port = port
        self.loop = loop
        self.accepted = accepted
    }

    /// - Parameters:
    ///   - host: a numeric address, IPv4 or IPv6.
    ///   - accepted: is given each socket, which is then its own, and the far end's address.
    /// - Throws: `portUnavailable`.
    static func open(
        host: String, port: UInt16, on loop: EventLoop,
        accepted: @escaping @Sendable (Int32, String) -> Void
    ) throws(HeliographError) -> Listener {
        var hints = addrinfo()
        hints.ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let found else {
            throw unavailable(host, port, "the address is not numeric")
        }
        defer { freeaddrinfo(found) }
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
            close(descriptor)
            throw unavailable(host, port, cause)
        }
        let listener = Listener(
            descriptor: descriptor, port: bound, loop: loop, accepted: accepted)
        loop.run { listener.start() }
        return listener
    }

    /// Accepts no more. Returns once the socket is closed.
    func stop() async {
        await withCheckedContinuation { done in
            loop.run {
                if let event = self.event { event_free(event) }
                self.event = nil
                self.pause = nil
                close(self.descriptor)
                done.resume()
            }
        }
    }

    private func start() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        pause = LoopTimer(on: loop.base, owner: context) { _, _, context in
            listener(context)?.resume()
        }
        event = event_new(
            loop.base, descriptor, Int16(EV_READ | EV_PERSIST),
            { _, _, context in listener(context)?.accept() }, context)
        resume()
    }

    private func resume() {
        if let event { event_add(event, nil) }
    }

    private func accept() {
        // Bounded, so that a crowd at the door does not keep the loop from those inside.
        for _ in 0..<64 {
            var address = sockaddr_storage()
            var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
            let socket = withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    accept4(descriptor, __SOCKADDR_ARG(__sockaddr__: $0), &size, flags)
                }
            }
            guard socket >= 0 else {
                if [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(errno), let event {
                    // Asking again at once would spin until somebody else closes a file.
                    event_del(event)
                    pause?.set(.milliseconds(100))
                }
                if errno == ECONNABORTED || errno == EINTR { continue }
                return
            }
            accepted(socket, Self.text(of: &address, size))
        }
    }

    private static func text(of address: inout sockaddr_storage, _ size: socklen_t) -> String {
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let failed = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getnameinfo(
                    $0, size, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
            }
        }
        guard failed == 0 else { return "unknown" }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
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

private func listener(_ context: UnsafeMutableRawPointer?) -> Listener? {
    context.map { Unmanaged<Listener>.fromOpaque($0).takeUnretainedValue() }
}
