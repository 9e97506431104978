import Foundation
import Glibc
import HTTPService
import Notices
import Synchronization

/// Lets everybody in: the party is the user or the address. It can close the door again.
final class OpenDoor: HTTPIdentifying {
    private let open = Mutex(true)

    var isOpen: Bool {
        get { open.withLock { $0 } }
        set { open.withLock { $0 = newValue } }
    }

    func meet(_ newcomer: HTTPNewcomer) -> (any HTTPVisitor)? {
        isOpen ? Visitor(newcomer.caller, at: self) : nil
    }

    private final class Visitor: HTTPVisitor {
        let party: String
        private let door: OpenDoor

        init(_ caller: HTTPCaller, at door: OpenDoor) {
            party = caller.userID.map { "user \($0)" } ?? caller.address
            self.door = door
        }

        func mayStay() -> Bool { door.isOpen }

        func identity(for head: HTTPHead) throws(HTTPRefusal) -> (any Sendable)? {
            guard door.isOpen else {
                throw HTTPRefusal(status: 403, code: .rightMissing, sentence: "The door is closed.")
            }
            return "\(party) asks \(head.method)"
        }
    }
}

/// Answers by a closure.
struct Answerer: HTTPAnswering {
    let body: @Sendable (HTTPRequest, HTTPCaller) async -> HTTPResponse

    func answer(_ request: HTTPRequest, from caller: HTTPCaller) async -> HTTPResponse {
        await body(request, caller)
    }
}

/// A server on this machine, and what it was asked.
struct Doorway {
    let server: HTTPServer
    let door: OpenDoor

    static let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

    static func at(
        _ place: HTTPPlace = .tcp(host: "127.0.0.1", port: 0), _ transport: HTTPTransport = .plain,
        rules: HTTPRules = HTTPRules(methods: methods), bounds: ServerBounds = ServerBounds(),
        answer: @escaping @Sendable (HTTPRequest, HTTPCaller) async -> HTTPResponse
    ) async throws -> Doorway {
        let door = OpenDoor()
        let server = try await HTTPServer.start(
            at: place, transport: transport, identification: door,
            answering: Answerer(body: answer), rules: rules, bounds: bounds)
        return Doorway(server: server, door: door)
    }

    func client() throws -> LineClient { try LineClient(port: server.port) }
}

/// A folder that a test has for itself.
func withFolder<T>(_ body: (String) async throws -> T) async throws -> T {
    let folder = NSTemporaryDirectory() + "heliograph-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
}

func text(_ text: String, status: Int = 200) -> HTTPResponse {
    HTTPResponse(
        status: status, headers: [("Content-Type", "text/plain")], body: .bytes(Array(text.utf8)))
}

/// Runs a blocking body outside the cooperative pool.
func onThread<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
    await withCheckedContinuation { done in
        Thread.detachNewThread { done.resume(returning: body()) }
    }
}

/// A connection by sockets that block, without a library of HTTP. Each wait has a limit, which is
/// only for a test that fails.
struct LineClient: Sendable {
    struct Unreachable: Error {}

    let descriptor: Int32

    init(port: UInt16, receiveBytes: Int32? = nil) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        try self.init(AF_INET, address, receiveBytes: receiveBytes)
    }

    init(path: String) throws {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { room in
            room.copyBytes(from: path.utf8.prefix(room.count - 1))
        }
        try self.init(AF_UNIX, address)
    }

    private init(_ family: Int32, _ address: some Any, receiveBytes: Int32? = nil) throws {
        descriptor = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        if var receiveBytes {
            setsockopt(
                descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBytes,
                socklen_t(MemoryLayout<Int32>.size))
        }
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let connected = withUnsafeBytes(of: address) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) {
                connect(
                    descriptor, __CONST_SOCKADDR_ARG(__sockaddr__: $0.baseAddress),
                    socklen_t(bytes.count))
            }
        }
        guard connected == 0 else {
            Glibc.close(descriptor)
            throw Unreachable()
        }
    }

    func close() { Glibc.close(descriptor) }

    func send(_ text: String) {
        _ = Array(text.utf8).withUnsafeBytes {
            Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
    }

    /// What comes until `isEnough`, or until the far end closes.
    func read(until isEnough: (@Sendable (String) -> Bool)?) async -> String {
        let descriptor = descriptor
        return await onThread {
            var said: [UInt8] = []
            var bytes = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = recv(descriptor, &bytes, bytes.count, 0)
                guard count > 0 else { break }
                said += bytes.prefix(count)
                if isEnough?(String(decoding: said, as: UTF8.self)) == true { break }
            }
            return String(decoding: said, as: UTF8.self)
        }
    }

    /// All that comes until the far end closes.
    func readAll() async -> String { await read(until: nil) }

    /// Sends a request, after which the connection ends, and reads the answer.
    func ask(_ head: String, _ fields: [String] = [], body: String? = nil) async -> String {
        var lines = ["\(head) HTTP/1.1", "Host: x", "Connection: close"] + fields
        if let body { lines.append("Content-Length: \(body.utf8.count)") }
        send((lines + ["", body ?? ""]).joined(separator: "\r\n"))
        return await readAll()
    }
}

extension String {
    /// The body of an answer.
    var body: String { range(of: "\r\n\r\n").map { String(self[$0.upperBound...]) } ?? "" }

    var status: Int? { split(separator: " ").dropFirst().first.flatMap { Int($0) } }

    /// The value of a field of an answer, whose names are in any case.
    func field(_ name: String) -> String? {
        components(separatedBy: "\r\n\r\n")[0].components(separatedBy: "\r\n")
            .first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }?
            .split(separator: ":", maxSplits: 1).last?.trimmingCharacters(in: .whitespaces)
    }
}
