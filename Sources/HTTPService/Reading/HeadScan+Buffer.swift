import CEvent
import Glibc

extension HeadScan {
    /// Reads the last bytes of a buffer where they are.
    mutating func take(last count: Int, of buffer: OpaquePointer) {
        var place = evbuffer_ptr()
        let start = max(0, evbuffer_get_length(buffer) - count)
        guard evbuffer_ptr_set(buffer, &place, start, EVBUFFER_PTR_SET) == 0 else { return }
        let pieceCount = evbuffer_peek(buffer, count, &place, nil, 0)
        guard pieceCount > 0 else { return }
        withUnsafeTemporaryAllocation(of: iovec.self, capacity: Int(pieceCount)) { pieces in
            let found = evbuffer_peek(buffer, count, &place, pieces.baseAddress, pieceCount)
            var left = count
            for piece in pieces.prefix(Int(min(found, pieceCount))) where left > 0 {
                // The last piece may reach beyond what was asked for.
                let bytes = UnsafeRawBufferPointer(
                    start: piece.iov_base, count: min(piece.iov_len, left))
                take(bytes)
                left -= bytes.count
            }
        }
    }
}
