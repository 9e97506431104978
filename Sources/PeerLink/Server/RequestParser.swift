import Notices
import Ports

/// Reads HTTP/1.1 requests one after the other from whatever pieces they arrive in.
///
/// Strict where leniency has let requests be smuggled: lines end in CR LF, no folded fields, one
/// `Host`, at most one `Content-Length`, no transfer coding (411 asks for a length instead).
///
/// - Source: RFC 9112.
struct RequestParser {
    enum Outcome: Equatable {
        case needsMore
        /// The header is read; the body of `byteCount` bytes follows.
        case header(byteCount: Int, wantsContinue: Bool)
        case complete(PeerRequest, keepAlive: Bool)
        case refused(Refusal)
    }

    private struct Header {
        var method = PeerRequest.Method.get
        var path = ""
        var byteCount = 0
        var keepAlive = true
        var wantsContinue = false
    }

    static let pathBytesMax = 1_024

    private let headerBytesMax: Int
    private let bodyBytesMax: Int
    private var head: [UInt8] = []
    private var header: Header?
    private var body: [UInt8] = []

    init(headerBytesMax: Int, bodyBytesMax: Int) {
        self.headerBytesMax = headerBytesMax
        self.bodyBytesMax = bodyBytesMax
    }

    /// Takes what it needs of `bytes` and no more: what follows belongs to the next request.
    ///
    /// - Returns: what became of it, and how many bytes were taken.
    mutating func feed(_ bytes: UnsafeRawBufferPointer) -> (outcome: Outcome, taken: Int) {
        if let header { return feedBody(bytes, header) }
        var taken = 0
        for byte in bytes {
            taken += 1
            head.append(byte)
            guard head.count <= headerBytesMax else { return (.refused(.headerTooLarge), taken) }
            if byte == 0x0A, head.suffix(4).elementsEqual([0x0D, 0x0A, 0x0D, 0x0A]) {
                return (finishHeader(), taken)
            }
        }
        return (.needsMore, taken)
    }

    private mutating func feedBody(
        _ bytes: UnsafeRawBufferPointer, _ header: Header
    ) -> (outcome: Outcome, taken: Int) {
        let count = min(bytes.count, header.byteCount - body.count)
        body.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes.prefix(count)))
        guard body.count == header.byteCount else { return (.needsMore, count) }
        let request = PeerRequest(method: header.method, path: header.path, body: body)
        self.header = nil
        body = []
        return (.complete(request, keepAlive: header.keepAlive), count)
    }

    private mutating func finishHeader() -> Outcome {
        do throws(Refusal) {
            let header = try Self.parse(head, bodyBytesMax: bodyBytesMax)
            self.header = header
            head = []
            return .header(byteCount: header.byteCount, wantsContinue: header.wantsContinue)
        } catch {
            return .refused(error)
        }
    }

    private static func parse(_ head: [UInt8], bodyBytesMax: Int) throws(Refusal) -> Header {
        var lines = try lines(of: head)[...]
        guard let first = lines.popFirst() else { throw .malformed("The request is empty.") }
        var header = Header()
        try parseRequestLine(first, into: &header)
        var (hosts, lengths) = (0, 0)
        for line in lines {
            let (name, value) = try field(line)
            switch name {
            case "host": hosts += 1
            case "content-length":
                lengths += 1
                header.byteCount = try byteCount(value, bodyBytesMax)
            case "transfer-encoding": throw .lengthRequired
            case "expect": header.wantsContinue = value.lowercased() == "100-continue"
            case "connection":
                let words = value.lowercased().split { $0 == "," || $0 == " " }
                if words.contains("close") { header.keepAlive = false }
            default: break
            }
        }
        guard hosts == 1 else { throw .malformed("A request needs one Host.") }
        guard lengths <= 1 else { throw .malformed("A request has one Content-Length at most.") }
        guard header.method == .get || lengths == 1 else { throw .lengthRequired }
        return header
    }

    /// Every line, without the empty one at the end.
    private static func lines(of head: [UInt8]) throws(Refusal) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        for index in head.indices {
            switch head[index] {
            case 0x0A:
                guard index > start, head[index - 1] == 0x0D else {
                    throw .malformed("A line does not end in CR LF.")
                }
                lines.append(head[start..<index - 1])
                start = index + 1
            case 0x0D where index + 1 < head.count && head[index + 1] != 0x0A:
                throw .malformed("A line holds a CR.")
            case 0x00...0x08, 0x0B, 0x0C, 0x0E...0x1F, 0x7F:
                throw .malformed("A header holds a control character.")
            default: break
            }
        }
        return lines.dropLast()
    }

    private static func parseRequestLine(
        _ line: ArraySlice<UInt8>, into header: inout Header
    ) throws(Refusal) {
        let words = line.split(separator: 0x20, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard words.count == 3 else { throw .malformed("The request line has not three parts.") }
        guard words[2] == "HTTP/1.1" else { throw .versionUnknown }
        guard let method = PeerRequest.Method(rawValue: words[0]) else { throw .methodUnknown }
        let path = words[1].utf8
        guard path.first == 0x2F, path.count <= pathBytesMax,
            path.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw .malformed("The path is not one.") }
        header.method = method
        header.path = words[1]
    }

    /// - Returns: the name in lower case, and the value without the white space around it.
    private static func field(
        _ line: ArraySlice<UInt8>
    ) throws(Refusal) -> (name: String, value: String) {
        guard let colon = line.firstIndex(of: 0x3A), colon > line.startIndex else {
            throw .malformed("A header field has no name.")
        }
        let name = line[..<colon]
        guard name.allSatisfy(isTokenByte) else {
            throw .malformed("A header field's name is not one.")
        }
        var value = line[(colon + 1)...]
        while let byte = value.first, byte == 0x20 || byte == 0x09 { value.removeFirst() }
        while let byte = value.last, byte == 0x20 || byte == 0x09 { value.removeLast() }
        return (
            String(decoding: name, as: UTF8.self).lowercased(),
            String(decoding: value, as: UTF8.self)
        )
    }

    private static func byteCount(_ text: String, _ most: Int) throws(Refusal) -> Int {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw .malformed("The Content-Length is not a number.")
        }
        guard let count = Int(text), count <= most else { throw .bodyTooLarge }
        return count
    }

    /// - Source: RFC 9110 section 5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
