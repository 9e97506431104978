import Foundation
internal import Notices
internal import Station

/// A stream socket in the data folder, by calls that block: used on threads of its own.
///
/// A socket path may have 107 bytes. The folder is opened first and the socket named through
/// `/proc/self/fd`, so the folder's own path may be of any length.
struct UnixSocket: Sendable {
    static let messageBytesMax = 64 << 20
    /// What a line may hold, for whoever reads one: the node and the command line.
    static let lineLimits = JSONLimits(
        bytesMax: messageBytesMax, depthMax: 72, valuesMax: 2_000_000)

    let descriptor: Int32

    static func listen(_ folder: DataFolder) throws(HeliographError) -> UnixSocket {
        unlink(folder.socket)
        let socket = try make()
        let isListening = socket.withAddress(folder) { address, length in
            // The bound socket takes this mode, so that no umask decides who may ask.
            fchmod(socket.descriptor, 0o600) == 0
                && bind(socket.descriptor, .init(__sockaddr__: address), length) == 0
                && Foundation.listen(socket.descriptor, 32) == 0
        }
        guard isListening else {
            socket.close()
            throw HeliographError(
                .portUnavailable, "The socket in \(folder.path) could not be made.",
                detail: [String(cString: strerror(errno))])
        }
        return socket
    }

    static func connect(_ folder: DataFolder) throws(HeliographError) -> UnixSocket {
        let socket = try make()
        let isConnected = socket.withAddress(folder) { address, length in
            Foundation.connect(socket.descriptor, .init(__sockaddr__: address), length) == 0
        }
        guard isConnected else {
            socket.close()
            throw HeliographError(.nodeSilent, "The node in \(folder.path) does not answer.")
        }
        return socket
    }

    private static func make() throws(HeliographError) -> UnixSocket {
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else {
            throw HeliographError(.internalFault, "No socket could be made.")
        }
        return UnixSocket(descriptor: descriptor)
    }

    private func withAddress(
        _ folder: DataFolder, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Bool
    ) -> Bool {
        let directory = open(folder.path, O_PATH | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return false }
        defer { Foundation.close(directory) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array("/proc/self/fd/\(directory)/node.sock".utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    /// The next connection; nil when the socket was shut down.
    func accept() -> UnixSocket? {
        while true {
            let next = accept4(
                descriptor, .init(__sockaddr__: nil), nil, Int32(SOCK_CLOEXEC.rawValue))
            if next >= 0 { return UnixSocket(descriptor: next) }
            switch errno {
            case EINTR, ECONNABORTED: continue
            case EMFILE, ENFILE, ENOBUFS, ENOMEM: usleep(100_000)
            default: return nil
            }
        }
    }

    /// The user whose process connected; nil if the kernel does not say.
    ///
    /// - Source: unix(7), SO_PEERCRED.
    var peerUser: UInt32? {
        var credentials = ucred()
        var size = socklen_t(MemoryLayout<ucred>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0 else {
            return nil
        }
        return credentials.uid
    }

    func setTimeout(_ seconds: Int) {
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, size)
    }

    /// Bytes up to a line feed, without it; nil if the far end closes first, is too slow, or says
    /// too much.
    func readLine() -> [UInt8]? { readLine(after: []) }

    /// A line, and the files that came with its first byte.
    ///
    /// - Parameter seconds: for the rest of the line, once it has begun.
    func readCommand(within seconds: Int) -> (line: [UInt8], files: [HandedFile])? {
        guard let (start, files) = readStart() else { return nil }
        if let end = start.firstIndex(of: 0x0A) { return (Array(start[..<end]), files) }
        return readLine(after: start, until: .now + .seconds(seconds)).map { ($0, files) }
    }

    private func readLine(
        after start: [UInt8], until end: ContinuousClock.Instant? = nil
    ) -> [UInt8]? {
        var line = start
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while line.count <= UnixSocket.messageBytesMax {
            if let end, .now >= end { return nil }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            if let end = buffer[..<count].firstIndex(of: 0x0A) {
                return line + buffer[..<end]
            }
            line += buffer[..<count]
        }
        return nil
    }

    @discardableResult
    func writeLine(_ line: [UInt8]) -> Bool {
        let bytes = line + [0x0A]
        var offset = 0
        while offset < bytes.count {
            let count = bytes[offset...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            offset += count
        }
        return true
    }

    func shutDown() { shutdown(descriptor, Int32(SHUT_RDWR)) }
    func close() { Foundation.close(descriptor) }
}
