import Foundation
import Notices

/// Files that a person names on the command line; `-` is standard input.
enum InputFile {
    static let bytesMax = 32 << 20

    static func read(_ path: String) throws(HeliographError) -> [UInt8] {
        let handle =
            path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
        guard let handle, let data = try? handle.read(upToCount: bytesMax + 1) ?? Data() else {
            throw HeliographError(.fileUnreadable, "\(path) cannot be read.")
        }
        guard data.count <= bytesMax else {
            throw HeliographError(.bodyTooLarge, "\(path) is over \(bytesMax) bytes.")
        }
        return [UInt8](data)
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
                .noticeInvalid, "\(path) is not strict JSON.", faults: [error.asFault])
        }
    }
}
