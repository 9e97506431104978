import TestKit
import Testing

@testable import HTTPService

@Suite("Where a request's head ends")
struct HeadScanTests {
    private func scan(_ pieces: [String]) -> HeadScan {
        var scan = HeadScan(headBytesMax: 64)
        for piece in pieces { Array(piece.utf8).withUnsafeBytes { scan.take($0) } }
        return scan
    }

    @Test(
        "the head ends at the first empty line, however the bytes come",
        arguments: [
            ("GET / HTTP/1.1\r\nHost: x\r\n\r\n", 27, 0),
            ("POST / HTTP/1.1\nHost: x\n\nabc", 25, 3),
            ("\r\nGET", 2, 3),
            ("GET / HTTP/1.1\nHost: x\n\0\0 anything\r\nrest", 36, 4),
            ("GET /\r\n\n", 8, 0),
            ("GET / HTTP/1.1\r\nX: y\r\n folded\r\n\r\nrest", 33, 4),
        ])
    func ends(_ text: String, _ head: Int, _ body: Int) {
        let byByte = scan(text.utf8.map { String(UnicodeScalar($0)) })
        for scan in [scan([text]), byByte] {
            #expect(scan.isEnded)
            #expect(scan.headByteCount == head)
            #expect(scan.bodyByteCount == body)
            #expect(scan.head == Array(text.utf8.prefix(head)))
        }
    }

    @Test(
        "a head that has not ended is told as such",
        arguments: [
            "", "GET / HTTP/1.1", "GET / HTTP/1.1\r\n", "GET /\r\nX: y\r\n\r", "\r",
            "GET /\r\n\r\r\n", "GET /\n\r\0\n",
        ])
    func open(_ text: String) {
        let scan = scan([text])
        #expect(!scan.isEnded)
        #expect(scan.headByteCount == text.utf8.count)
    }

    @Test("a head that is longer than is kept is not kept in part")
    func long() {
        let scan = scan(["GET / HTTP/1.1\r\n", String(repeating: "x", count: 64), "\r\n\r\n"])
        #expect(scan.isEnded)
        #expect(scan.headByteCount == 84)
        #expect(scan.head.isEmpty)
    }
}

@Suite("A request is refused for what its head says")
struct HeadCheckTests {
    private func status(_ head: String) -> Int? {
        HeadCheck(bodyBytesMax: 20).refusal(of: Array(head.utf8))?.status
    }

    @Test(
        "a length has digits alone, and is as long as is read",
        arguments: [
            ("Content-Length: 20", nil), ("Content-Length: 0", nil), ("Content-Length:\t20 ", nil),
            ("Content-Length: 020", nil), ("content-LENGTH: 21", 413), ("Content-Length: 21", 413),
            ("Content-Length: 9223372036854775808", 413),
            ("Content-Length: 18446744073709551619", 413),
            ("Content-Length: 99999999999999999999999999", 413),
            ("Content-Length: +3", 400), ("Content-Length: -3", 400), ("Content-Length: 0x3", 400),
            ("Content-Length: 3, 3", 400), ("Content-Length:", 400), ("Content-Length: 3 3", 400),
            ("Content-Length: 3\r\n 3", 400), ("Content-Length: 3\r\nContent-Length: 3", 400),
            ("Content-Length: \u{663}", 400), ("X-Content-Length: +3", nil),
            ("Expect: 100-continue\r\nContent-Length: 21", 413),
        ])
    func lengths(_ field: String, _ expected: Int?) {
        #expect(status("POST / HTTP/1.1\r\nHost: x\r\n\(field)\r\n\r\n") == expected)
        #expect(status("POST / HTTP/1.1\nHost: x\n\(field)\n\n") == expected)
    }

    @Test(
        "a body in chunks, or coded in any way, needs a length instead",
        arguments: [
            ("Transfer-Encoding: chunked", 411), ("tRANSFER-eNCODING:gzip", 411),
            ("Transfer-Encoding:", 411), ("X: y\r\n Transfer-Encoding: chunked", nil),
            ("transfer-encodings: x", nil),
            ("Transfer-Encoding: chunked\r\nContent-Length: 3", 400),
            ("Content-Length: 3\r\nTransfer-Encoding: identity", 400),
        ])
    func coded(_ field: String, _ expected: Int?) {
        #expect(status("POST / HTTP/1.1\r\nHost: x\r\n\(field)\r\n\r\n") == expected)
    }

    @Test(
        "HTTP is 1.1 or 1.0, and a header has no NUL",
        arguments: [
            ("GET / HTTP/1.1\r\n\r\n", nil), ("GET / HTTP/1.0\r\n\r\n", nil),
            ("GET / HTTP/1.2\r\n\r\n", 400), ("GET / HTTP/1.10\r\n\r\n", 400),
            ("GET / HTTP/2.0\r\n\r\n", 400), ("GET / HTTP/0.9\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nX: a\u{0}b\r\n\r\n", 400), ("\r\n", nil),
        ])
    func versions(_ head: String, _ expected: Int?) {
        #expect(status(head) == expected)
    }
}

@Suite("Requests without TLS, as the fuzzer reads them")
struct RequestTrialTests {
    private static let models = [
        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello",
        "POST /b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
        "POST /c HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\nExpect: 100-continue\r\n\r\nabc",
        "GET /d HTTP/1.1\r\nHost: x\r\n\r\n",
    ]

    @Test(
        "whatever comes, nothing behind a refusal is heard, and no connection stays",
        arguments: 0..<8 as Range<UInt64>)
    func mangled(seed: UInt64) throws {
        var bounds = ServerBounds()
        (bounds.headerBytesMax, bounds.bodyBytesMax) = (300, 64)
        let trial = try #require(
            RequestTrial(rules: .bare(methods: ["GET", "POST"]), bounds: bounds))
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            var bytes = (0..<3).flatMap { _ in
                Array((Self.models.randomElement(using: &generator) ?? "").utf8)
            }
            for _ in 0..<Int.random(in: 0...4, using: &generator) {
                let index = Int.random(in: bytes.indices, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes.remove(at: index)
                case 1: bytes.insert(UInt8.random(in: 0...127, using: &generator), at: index)
                default: bytes[index] = UInt8.random(in: 0...255, using: &generator)
                }
            }
            for reading in try trial.read(bytes) {
                #expect(reading.body.count <= bounds.bodyBytesMax, "replay with seed \(seed)")
            }
        }
    }
}
