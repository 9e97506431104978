import Notices
import Ports
import TestKit
import Testing

@testable import PeerLink

@Suite struct RequestParserTests {
    /// Feeds `text` in pieces of `size` bytes.
    ///
    /// - Returns: every outcome but `needsMore`, up to the first refusal, and what was not taken.
    private func outcomes(
        of text: String, inPiecesOf size: Int
    ) -> (outcomes: [RequestParser.Outcome], left: Int) {
        var parser = RequestParser(headerBytesMax: 300, bodyBytesMax: 20)
        var outcomes: [RequestParser.Outcome] = []
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            var isSettled = false
            while !isSettled {
                let piece = Array(bytes.prefix(size))
                let (outcome, taken) = piece.withUnsafeBytes { parser.feed($0) }
                bytes = bytes.dropFirst(taken)
                switch outcome {
                case .needsMore: isSettled = true
                case .header: outcomes.append(outcome)
                case .complete:
                    outcomes.append(outcome)
                    isSettled = true
                case .refused:
                    return (outcomes + [outcome], bytes.count)
                }
            }
        }
        return (outcomes, 0)
    }

    @Test("two requests in any pieces are read alike", arguments: [1, 2, 3, 7, 64, 1_000])
    func pieces(_ size: Int) {
        let text = """
            POST /a HTTP/1.1\r\nhost: x\r\nContent-Length:  5 \r\n\r\nhello\
            GET /b?c=1 HTTP/1.1\r\nHost: x\r\nConnection: Close\r\n\r\n
            """
        let (found, left) = outcomes(of: text, inPiecesOf: size)
        #expect(
            found == [
                .header(byteCount: 5, wantsContinue: false),
                .complete(
                    PeerRequest(method: .post, path: "/a", body: Array("hello".utf8)),
                    keepAlive: true),
                .header(byteCount: 0, wantsContinue: false),
                .complete(PeerRequest(method: .get, path: "/b?c=1"), keepAlive: false),
            ])
        #expect(left == 0)
    }

    @Test(
        "what could be read in two ways is not read",
        arguments: [
            ("GET / HTTP/1.0\r\nHost: x\r\n\r\n", 505),
            ("GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505),
            ("PUT / HTTP/1.1\r\nHost: x\r\n\r\n", 405),
            ("GET /  HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
            ("GET https://x/ HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("GET /é HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("GET / HTTP/1.1\nHost: x\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\rY: z\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\n: x\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: \u{0}\r\n\r\n", 400),
            ("\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\n\r\n", 411),
            ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", 411),
            (
                """
                POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n
                """, 411
            ),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0x3\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3, 3\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 21\r\n\r\n", 413),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n", 413),
            ("GET / HTTP/1.1\r\nHost: \(String(repeating: "x", count: 300))\r\n\r\n", 431),
            (String(repeating: "A", count: 301), 431),
        ])
    func refused(_ text: String, _ status: Int) {
        for size in [1, 1_000] {
            let found = outcomes(of: text, inPiecesOf: size).outcomes
            guard case .refused(let refusal)? = found.last, found.count == 1 else {
                Issue.record("\(text.debugDescription) was read as \(found)")
                continue
            }
            #expect(refusal.status == status, "\(text.debugDescription)")
        }
    }

    @Test("mangled requests are read alike in any pieces", arguments: 0..<20 as Range<UInt64>)
    func mangled(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let model = """
            POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello\
            GET /b HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n
            """
        for _ in 0..<100 {
            var bytes = Array(model.utf8)
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let index = Int.random(in: bytes.indices, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes.remove(at: index)
                case 1: bytes.insert(bytes[index], at: index)
                case 2: bytes[index] = UInt8.random(in: 0...127, using: &generator)
                default: bytes.swapAt(index, Int.random(in: bytes.indices, using: &generator))
                }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let whole = outcomes(of: text, inPiecesOf: 1_000)
            for size in [1, 5, 64] {
                let pieces = outcomes(of: text, inPiecesOf: size)
                #expect(pieces == whole, "replay with seed \(seed): \(text.debugDescription)")
            }
        }
    }
}
