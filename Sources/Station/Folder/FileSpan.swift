import Foundation
internal import Notices

/// Reads and writes of an open file at an offset, whole or not at all.
enum FileSpan {
    /// - Returns: as many bytes as the file has there, at most `count`.
    static func read(
        _ descriptor: Int32, at offset: Int, count: Int, _ name: String
    ) throws(HeliographError) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, taken in
            taken = 0
            while taken < count {
                let got = pread(
                    descriptor, buffer.baseAddress?.advanced(by: taken), count - taken,
                    off_t(offset + taken))
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = errno }
                guard got > 0 else { return }
                taken += got
            }
        }
        guard failure == 0 else {
            throw HeliographError(
                .fileUnreadable, "\(name) cannot be read.",
                detail: [String(cString: strerror(failure))])
        }
        return bytes
    }

    /// - Throws: `diskFull`, `fileUnwritable`.
    static func write(
        _ bytes: [UInt8], to descriptor: Int32, at offset: Int, _ name: String
    ) throws(HeliographError) {
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset + done))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Files.unwritable(name, errno) }
            done += count
        }
    }
}
