import Certificates
import Foundation
import Glibc
import PeerLink

/// True if something accepts TCP connections on this machine's port.
func canConnect(to port: UInt16) -> Bool {
    guard let raw = RawSocket(port: port) else { return false }
    raw.close()
    return true
}

/// A TCP connection without any TLS on it.
struct RawSocket {
    let descriptor: Int32

    init?(port: UInt16) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        // The bytes of a `sockaddr_in`: family, port, 127.0.0.1, padding.
        var address: [UInt8] = [
            UInt8(AF_INET), 0, UInt8(port >> 8), UInt8(port & 0xFF), 127, 0, 0, 1,
        ]
        address += Array(repeating: 0, count: 8)
        let failed = address.withUnsafeBytes { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) {
                connect(
                    descriptor, __CONST_SOCKADDR_ARG(__sockaddr__: $0.baseAddress),
                    socklen_t(bytes.count))
            }
        }
        guard failed == 0 else {
            Glibc.close(descriptor)
            return nil
        }
    }

    func close() {
        Glibc.close(descriptor)
    }

    /// Waits until the far end closes or says something. The time limit is only for a test that
    /// fails.
    ///
    /// - Returns: true if it closed.
    func isClosed() async -> Bool {
        await Self.closed(among: [self]) == 1
    }

    /// Waits until the far end of one of the sockets closes or says something. The time limit is
    /// only for a test that fails.
    ///
    /// - Returns: the number of sockets that are closed by then.
    static func closed(among sockets: [RawSocket]) async -> Int {
        let descriptors = sockets.map(\.descriptor)
        return await onThread {
            var watched = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            guard poll(&watched, nfds_t(watched.count), 120_000) > 0 else { return 0 }
            var byte: UInt8 = 0
            return watched.count { $0.revents != 0 && recv($0.fd, &byte, 1, 0) <= 0 }
        }
    }
}

/// `openssl s_client`, as a peer that is not ours.
enum OpenSSLTool {
    static let path = "/usr/bin/openssl"
    static var isThere: Bool { FileManager.default.isExecutableFile(atPath: path) }

    /// Writes the certificates and the key of an identity into a folder.
    ///
    /// - Returns: the options that name them, for either side of a connection.
    private static func options(
        for identity: PeerIdentity, in folder: String
    ) throws -> [String] {
        let files = [
            ("cert", identity.certificate.der), ("ca", identity.authorities.first?.der ?? []),
        ]
        for (name, der) in files {
            let lines = Data(der).base64EncodedString(
                options: [.lineLength64Characters, .endLineWithLineFeed])
            try Data(
                "-----BEGIN CERTIFICATE-----\n\(lines)\n-----END CERTIFICATE-----\n".utf8
            ).write(to: URL(fileURLWithPath: folder + "/" + name))
        }
        try Data(identity.key.pem()).write(to: URL(fileURLWithPath: folder + "/key"))
        return ["-cert", folder + "/cert", "-cert_chain", folder + "/ca", "-key", folder + "/key"]
    }

    /// Runs `openssl s_server`. It says the same to the first client, whoever it is, and then
    /// nothing more.
    ///
    /// - Parameter body: given the port that it listens on.
    static func serve(
        as identity: PeerIdentity, saying answer: String, _ body: (UInt16) async throws -> Void
    ) async throws {
        let folder = NSTemporaryDirectory() + "heliograph-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments =
            ["s_server", "-accept", "127.0.0.1:0", "-tls1_3"]
            + (try options(for: identity, in: folder))
        let (stdin, stdout) = (Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = FileHandle.nullDevice
        try process.run()
        // A child that a thread of the pool started has every signal blocked but SIGKILL.
        defer { kill(process.processIdentifier, SIGKILL) }
        signal(SIGPIPE, SIG_IGN)
        let port = await onThread { () -> UInt16? in
            var said = ""
            while case let heard = stdout.fileHandleForReading.availableData, !heard.isEmpty {
                said += String(decoding: heard, as: UTF8.self)
                // "ACCEPT 127.0.0.1:40123"
                let line = said.split(separator: "\n").first { $0.hasPrefix("ACCEPT ") }
                if said.hasSuffix("\n"), let line {
                    return line.split(separator: ":").last.flatMap { UInt16($0) }
                }
            }
            return nil
        }
        Thread.detachNewThread {
            try? stdin.fileHandleForWriting.write(contentsOf: Data(answer.utf8))
            while !stdout.fileHandleForReading.availableData.isEmpty {}
        }
        try await body(port ?? 0)
    }

    /// Connects, sends `input`, and returns the text of both outputs.
    static func connect(
        to port: UInt16, as identity: PeerIdentity?, _ options: [String] = [], input: String = ""
    ) async throws -> String {
        try await connect(to: port, as: identity, options, pieces: [input])
    }

    /// Connects, sends pieces one after the other, and returns the text of both outputs.
    ///
    /// - Parameters:
    ///   - pause: seconds between two pieces.
    ///   - reply: the last piece, sent once the far end has said `cue`.
    static func connect(
        to port: UInt16, as identity: PeerIdentity?, _ options: [String] = [],
        pieces: [String], pause: Double = 0, reply: String = "", to cue: String? = nil
    ) async throws -> String {
        let folder = NSTemporaryDirectory() + "heliograph-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var arguments = ["s_client", "-connect", "127.0.0.1:\(port)", "-ign_eof"] + options
        if let identity {
            arguments += try Self.options(for: identity, in: folder)
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let (stdin, stdout) = (Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = stdout
        try process.run()
        // The tool may end before it is written to; that gives an error then, and no signal.
        signal(SIGPIPE, SIG_IGN)
        Thread.detachNewThread {
            for (index, piece) in pieces.enumerated() {
                if index > 0 { Thread.sleep(forTimeInterval: pause) }
                guard
                    (try? stdin.fileHandleForWriting.write(contentsOf: Data(piece.utf8))) != nil
                else { return }
            }
        }
        return await onThread {
            var (said, waits) = (Data(), cue.map { Data($0.utf8) })
            while case let heard = stdout.fileHandleForReading.availableData, !heard.isEmpty {
                said += heard
                if let cue = waits, said.range(of: cue) != nil {
                    waits = nil
                    try? stdin.fileHandleForWriting.write(contentsOf: Data(reply.utf8))
                }
            }
            try? stdin.fileHandleForWriting.close()
            process.waitUntilExit()
            return String(decoding: said, as: UTF8.self)
        }
    }
}

/// Runs a blocking body outside the cooperative pool.
func onThread<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
    await withCheckedContinuation { done in
        Thread.detachNewThread { done.resume(returning: body()) }
    }
}
