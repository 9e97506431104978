/// Follows a request beside evhttp, which shows it only when it is whole: where its head ends, and
/// whether its body is to come in chunks.
///
/// It decides nothing about what is valid, and is there for the bound on bytes only. Fuzzing holds it against
/// what evhttp reads (`http-request`).
struct HeadScan {
    /// Whether the empty line behind the header fields has come.
    private(set) var isEnded = false
    /// Bytes up to there, as far as they have come.
    private(set) var headByteCount = 0
    /// Bytes behind it.
    private(set) var bodyByteCount = 0
    /// Whether a field says how the body is coded.
    private(set) var isCoded = false

    /// How much of the line has matched `field`; nil once it cannot any more.
    private var matched: Int? = 0
    private var line = Line.empty

    /// What has come of a line, as evhttp sees it: as a string of C, which ends at a NUL.
    private enum Line {
        case empty
        /// One CR, which belongs to the end of the line if LF follows.
        case carriageReturn
        /// It begins with NUL: whatever follows, it is empty.
        case cutShort
        case begun
    }

    /// With the colon: evhttp takes `Transfer-Encoding : x` for another field, which is refused.
    private static let field = Array("transfer-encoding:".utf8)

    mutating func take(_ bytes: UnsafeRawBufferPointer) {
        guard !isEnded else {
            bodyByteCount += bytes.count
            return
        }
        for (place, byte) in bytes.enumerated() {
            take(byte)
            guard isEnded else { continue }
            headByteCount += place + 1
            bodyByteCount = bytes.count - place - 1
            return
        }
        headByteCount += bytes.count
    }

    /// - Source: `evbuffer_readln` with `EVBUFFER_EOL_CRLF`, which evhttp reads lines with: LF ends one,
    ///   with or without CR before it.
    private mutating func take(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\n"):
            isEnded = line != .begun
            line = .empty
            matched = 0
        case UInt8(ascii: "\r"):
            matched = nil
            line = line == .empty ? .carriageReturn : line == .cutShort ? .cutShort : .begun
        case 0:
            matched = nil
            line = line == .empty || line == .cutShort ? .cutShort : .begun
        default:
            guard line != .cutShort else { return }
            line = .begun
            guard let count = matched else { return }
            guard byte | 0x20 == Self.field[count] || byte == Self.field[count] else {
                matched = nil
                return
            }
            matched = count + 1
            if count + 1 == Self.field.count {
                isCoded = true
                matched = nil
            }
        }
    }
}
