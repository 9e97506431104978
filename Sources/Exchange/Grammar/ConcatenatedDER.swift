internal import Notices

/// Cuts concatenated DER documents apart: each says its own length.
public enum ConcatenatedDER {
    /// Cuts a body into its DER documents.
    ///
    /// - Throws: `malformed` unless the bytes are 1 to `countMax` whole definite-length sequences.
    public static func split(
        _ bytes: [UInt8], countMax: Int = WireProtocol.entriesMax
    )
        throws(GrammarRefusal) -> [[UInt8]]
    {
        var documents: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            guard documents.count < countMax, let length = wholeLength(rest), length <= rest.count
            else { throw GrammarRefusal(.malformed, "the body is not a row of DER documents") }
            documents.append(Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        guard !documents.isEmpty else { throw GrammarRefusal(.malformed, "the body is empty") }
        return documents
    }

    private static func wholeLength(_ bytes: ArraySlice<UInt8>) -> Int? {
        let header = Array(bytes.prefix(6))
        guard header.count >= 2, header[0] == 0x30 else { return nil }
        guard header[1] >= 0x80 else { return 2 + Int(header[1]) }
        let count = Int(header[1] & 0x7F)
        guard (1...4).contains(count), header.count >= 2 + count else { return nil }
        let length = header[2..<(2 + count)].reduce(0) { $0 << 8 | Int($1) }
        return 2 + count + length
    }
}
