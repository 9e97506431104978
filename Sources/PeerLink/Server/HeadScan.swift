/// Follows a request beside evhttp, which shows it only when it is whole: where its head ends, and what it is.
///
/// It decides nothing about what is valid: `HeadCheck` does. Fuzzing holds it against what evhttp reads
/// (`http-request`).
struct HeadScan {
    /// Whether the empty line behind the header fields has come.
    private(set) var isEnded = false
    /// Bytes up to there, as far as they have come.
    private(set) var headByteCount = 0
    /// Bytes behind it.
    private(set) var bodyByteCount = 0
    /// The head, as far as it has come; empty once it is longer than is kept.
    private(set) var head: [UInt8] = []

    private let headBytesMax: Int
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

    /// - Parameter headBytesMax: how much of the head is kept.
    init(headBytesMax: Int) {
        self.headBytesMax = headBytesMax
    }

    mutating func take(_ bytes: UnsafeRawBufferPointer) {
        guard !isEnded else {
            bodyByteCount += bytes.count
            return
        }
        for (place, byte) in bytes.enumerated() {
            take(byte)
            guard isEnded else { continue }
            keep(bytes[...place])
            headByteCount += place + 1
            bodyByteCount = bytes.count - place - 1
            return
        }
        keep(bytes[...])
        headByteCount += bytes.count
    }

    private mutating func keep(_ bytes: Slice<UnsafeRawBufferPointer>) {
        if headByteCount + bytes.count > headBytesMax { head = [] } else { head += bytes }
    }

    /// - Source: `evbuffer_readln` with `EVBUFFER_EOL_CRLF`, which evhttp reads lines with: LF ends one,
    ///   with or without CR before it.
    private mutating func take(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\n"):
            isEnded = line != .begun
            line = .empty
        case UInt8(ascii: "\r"):
            line = line == .empty ? .carriageReturn : line == .cutShort ? .cutShort : .begun
        case 0:
            line = line == .empty || line == .cutShort ? .cutShort : .begun
        default:
            if line != .cutShort { line = .begun }
        }
    }
}
