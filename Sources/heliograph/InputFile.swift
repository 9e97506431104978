import Foundation
import Notices

/// Files that a person names on the command line; `-` is standard input.
enum InputFile {
    static let bytesMax = 32 << 20

    static func read(_ path: String) throws(HeliographError) -> [UInt8] {
        let handle =
            path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
        guard let handle, let data = try? handle.read(upToCount: bytesMax + 1) ?? Data() else {
            throw HeliographError(
                .fileUnreadable,
                FileManager.default.fileExists(atPath: path)
                    ? "\(path) cannot be read." : "There is no file \(path).")
        }
        guard data.count <= bytesMax else {
            throw HeliographError(.bodyTooLarge, "\(path) is over \(bytesMax) bytes.")
        }
        return [UInt8](data)
    }

    /// Says in every refusal which file it is about.
    static func naming<Read>(
        _ path: String, _ read: () throws(HeliographError) -> Read
    ) throws(HeliographError) -> Read {
        do throws(HeliographError) {
            return try read()
        } catch {
            throw HeliographError(
                error.code, "\(path): \(error.sentence)", next: error.next, detail: error.detail,
                faults: error.faults)
        }
    }

    /// The JSON value in a file.
    ///
    /// - Throws: `noticeInvalid` with the fault, for anything but strict JSON.
    static func json(_ path: String) throws(HeliographError) -> JSON {
        let bytes = try read(path)
        do throws(JSONFault) {
            return try JSON.parse(bytes)
        } catch {
            throw HeliographError(
                .noticeInvalid, "\(path) is not JSON as this program reads it.",
                next: error.next, faults: [error.asFault])
        }
    }
}
