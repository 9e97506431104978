import Testing

@testable import PeerLink

@Suite("Where a request's head ends")
struct HeadScanTests {
    private func scan(_ pieces: [String]) -> HeadScan {
        var scan = HeadScan()
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
            #expect(!scan.isCoded)
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

    @Test(
        "a coded body is seen, whatever the case and the spaces",
        arguments: [
            ("POST /\r\nTransfer-Encoding: chunked\r\n\r\n", true),
            ("POST /\ntRANSFER-eNCODING:x\n\n", true),
            ("POST /\r\nA: b\r\ntransfer-encodings: x\r\n\r\n", false),
            ("POST /\r\nX-Transfer-Encoding: chunked\r\n\r\n", false),
            ("POST /\r\n Transfer-Encoding: chunked\r\n\r\n", false),
            ("POST /\r\nTransfer\r-Encoding: chunked\r\n\r\n", false),
            ("POST /\r\nTransfer\rEncoding: chunked\r\n\r\n", false),
            ("POST /\r\nX: y\r\n\r\nTransfer-Encoding: chunked\r\n\r\n", false),
        ])
    func coded(_ text: String, _ isCoded: Bool) {
        #expect(scan([text]).isCoded == isCoded)
    }
}
