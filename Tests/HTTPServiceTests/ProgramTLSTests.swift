import Foundation
import HTTPService
import Notices
import TestKit
import Testing

/// TLS for programs: a certificate of any authority, and a client's that may be there.
@Suite(
    .serialized,
    .enabled(
        if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"),
        "Debian's openssl is not installed"))
struct ProgramTLSTests {
    private static func openssl(_ arguments: [String], input: String = "") async throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        let (stdin, stdout) = (Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = FileHandle.nullDevice
        try process.run()
        signal(SIGPIPE, SIG_IGN)
        return await onThread {
            try? stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            let said = stdout.fileHandleForReading.readDataToEndOfFile()
            try? stdin.fileHandleForWriting.close()
            process.waitUntilExit()
            return String(decoding: said, as: UTF8.self)
        }
    }

    private static func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// Two authorities, each with a certificate that it issued.
    private static func certificates(in folder: String) async throws {
        for name in ["one", "two"] {
            _ = try await openssl([
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-keyout", "\(folder)/\(name)-ca.key", "-out", "\(folder)/\(name)-ca.pem",
                "-subj", "/CN=\(name) authority", "-days", "30",
            ])
            _ = try await openssl([
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-keyout", "\(folder)/\(name).key", "-out", "\(folder)/\(name).pem", "-subj",
                "/CN=\(name)", "-days", "20", "-CA", "\(folder)/\(name)-ca.pem", "-CAkey",
                "\(folder)/\(name)-ca.key", "-addext", "basicConstraints=critical,CA:FALSE",
            ])
        }
    }

    private static func ask(_ doorway: Doorway, _ options: [String] = []) async throws -> String {
        try await openssl(
            ["s_client", "-connect", "127.0.0.1:\(doorway.server.port)", "-quiet", "-ign_eof"]
                + options, input: "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    }

    @Test("a client may show a certificate of the given authority, or none, but no other")
    func optional() async throws {
        try await withFolder { folder in
            try await Self.certificates(in: folder)
            let certificate = HTTPCertificate(
                chain: try Self.bytes(folder + "/one.pem") + Self.bytes(folder + "/one-ca.pem"),
                key: try Self.bytes(folder + "/one.key"))
            let doorway = try await Doorway.at(
                .tcp(host: "127.0.0.1", port: 0),
                .tls(certificate, clientAuthorities: try Self.bytes(folder + "/two-ca.pem"))
            ) { _, caller in text("leaf of \(caller.certificate?.count ?? 0)") }
            let der = Data(
                base64Encoded: String(decoding: try Self.bytes(folder + "/two.pem"), as: UTF8.self)
                    .split(separator: "\n").filter { !$0.hasPrefix("---") }.joined())
            let own = ["-cert", folder + "/two.pem", "-key", folder + "/two.key"]
            let others = ["-cert", folder + "/one.pem", "-key", folder + "/one.key"]
            for version in ["-tls1_2", "-tls1_3"] {
                #expect(try await Self.ask(doorway, [version]).body == "leaf of 0")
                #expect(
                    try await Self.ask(doorway, [version] + own).body
                        == "leaf of \(der?.count ?? -1)")
                #expect(try await Self.ask(doorway, [version] + others) == "")
            }
            #expect(try await Self.ask(doorway, ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"]) == "")
            #expect(
                try await Self.ask(
                    doorway, ["-CAfile", folder + "/one-ca.pem", "-verify_return_error"]
                )
                .body == "leaf of 0")
            let plain = try doorway.client()
            plain.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(!(await plain.readAll()).contains("leaf"))
            plain.close()
            await doorway.server.stop()
            #expect(doorway.server.connectionCount == 0)
        }
    }

    @Test("without authorities of clients no certificate is asked for, and a stream is whole")
    func none() async throws {
        try await withFolder { folder in
            try await Self.certificates(in: folder)
            let certificate = HTTPCertificate(
                chain: try Self.bytes(folder + "/one.pem"), key: try Self.bytes(folder + "/one.key")
            )
            let tap = Tap()
            let doorway = try await Doorway.at(
                .tcp(host: "127.0.0.1", port: 0), .tls(certificate, clientAuthorities: nil)
            ) { _, caller in
                HTTPResponse(
                    status: caller.certificate == nil ? 200 : 500,
                    body: .stream(
                        HTTPStream {
                            tap.ask() > 40
                                ? nil : Array(repeating: UInt8(ascii: "a"), count: 32_768)
                        }))
            }
            let said = try await Self.ask(
                doorway, ["-cert", folder + "/two.pem", "-key", folder + "/two.key"])
            #expect(said.status == 200)
            #expect(said.utf8.count { $0 == UInt8(ascii: "a") } >= 40 * 32_768)
            #expect(said.hasSuffix("\r\n0\r\n\r\n"))
            await doorway.server.stop()
        }
    }

    @Test("a certificate or key that cannot be read is refused at the start")
    func unusable() async throws {
        try await withFolder { folder in
            try await Self.certificates(in: folder)
            let (chain, key) = (
                try Self.bytes(folder + "/one.pem"), try Self.bytes(folder + "/one.key")
            )
            for (certificate, authorities) in [
                (HTTPCertificate(chain: [], key: key), nil),
                (HTTPCertificate(chain: key, key: key), nil),
                (HTTPCertificate(chain: chain, key: []), nil),
                (HTTPCertificate(chain: chain, key: try Self.bytes(folder + "/two.key")), nil),
                (HTTPCertificate(chain: chain, key: key), [UInt8]("nothing".utf8)),
            ] {
                await #expect(throws: HeliographError(.keyUnusable, "")) {
                    _ = try await Doorway.at(
                        .tcp(host: "127.0.0.1", port: 0),
                        .tls(certificate, clientAuthorities: authorities)
                    ) { _, _ in text("no") }
                }
            }
        }
    }
}
