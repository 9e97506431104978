/// Follows a request beside evhttp, which shows it only when it is whole: where its head ends, and
/// whether its body is to come in chunks.
///
/// It decides nothing about what is valid. It is there for the bounds on time and bytes, and errs towards
/// the narrower one.
struct HeadScan {
    /// Whether the empty line behind the header fields has come.
    private(set) var isEnded = false
    /// Bytes up to there, as far as they have come.
    private(set) var headByteCount = 0
    /// Bytes behind it.
    private(set) var bodyByteCount = 0
    /// Whether a field seems to say how the body is coded.
    private(set) var isCoded = false

    /// How much of the line has matched `field`; nil once it cannot any more.
    private var matched: Int? = 0
    private var isLineEmpty = true

    /// Anything that begins so counts: `Transfer-Encoding : x` too.
    private static let field = Array("transfer-encoding".utf8)

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
            isEnded = isLineEmpty
            isLineEmpty = true
            matched = 0
        case UInt8(ascii: "\r"):
            // Within a line it is part of it; before LF it is not, and nothing that is looked for has one.
            matched = nil
        default:
            isLineEmpty = false
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
