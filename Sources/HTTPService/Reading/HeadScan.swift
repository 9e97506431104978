/// Follows the bytes of a request beside evhttp, which shows a request only when it is whole: finds
/// the end of the head, and keeps the head.
///
/// It does not judge what is valid: `HeadCheck` does. Fuzzing compares it with what evhttp reads
/// (`http-request`).
struct HeadScan {
    /// True once the empty line behind the header fields has come.
    private(set) var isEnded = false
    /// Bytes of the head that have come, the empty line included.
    private(set) var headByteCount = 0
    /// Bytes behind the head that have come.
    private(set) var bodyByteCount = 0
    /// The head, as far as it has come; empty once it is longer than `headBytesMax`.
    private(set) var head: [UInt8] = []

    private let headBytesMax: Int
    private var line = Line.empty

    /// The line read so far, as evhttp sees it: as a string of C, which ends at a NUL.
    private enum Line {
        case empty
        /// One CR, which belongs to the end of the line if LF follows.
        case carriageReturn
        /// The line begins with NUL: it is empty, whatever follows.
        case cutShort
        case begun
    }

    /// - Parameter headBytesMax: a longer head is not kept, bytes.
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

    /// Follows lines as `evbuffer_readln` with `EVBUFFER_EOL_CRLF` does, with which evhttp reads:
    /// LF ends a line, with or without CR before it.
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
