import Foundation
import Notices

/// Files that a person names on the command line; `-` is standard input.
enum InputFile {
    static let bytesMax = 32 << 20

    static func read(_ path: String) throws(HeliographError) -> [UInt8] {
        let handle =
            path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
        guard let handle, let data = try? handle.read(upToCount: bytesMax + 1) ?? Data() else {
            throw unreadable(path)
        }
        guard data.count <= bytesMax else {
            throw HeliographError(.bodyTooLarge, "\(path) is over \(bytesMax) bytes.")
        }
        return [UInt8](data)
    }

    /// The refusal of a file that cannot be read, with the name that was probably meant.
    private static func unreadable(_ path: String) -> HeliographError {
        let manager = FileManager.default
        var isFolder: ObjCBool = false
        if manager.fileExists(atPath: path, isDirectory: &isFolder) {
            return isFolder.boolValue
                ? HeliographError(
                    .fileUnreadable, "\(path) is a folder, and no file.",
                    next: "Name a file in it: `ls \(path)` lists them.")
                : HeliographError(
                    .fileUnreadable, "\(path) is there, and this user may not read it.",
                    next:
                        "Ask the owner of the file for the right to read it: `ls -l \(path)` shows "
                        + "the owner.")
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let name = String(parts.last ?? "")
        let above = parts.dropLast().joined(separator: "/")
        let folder = above.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : above
        guard let names = try? manager.contentsOfDirectory(atPath: folder) else {
            return HeliographError(
                .fileUnreadable, "There is no file \(path): the folder \(folder) is not there.",
                next: "Give the file with the folder in which it lies; `pwd` prints the folder of "
                    + "this shell.")
        }
        let place = folder == "." ? " in \(manager.currentDirectoryPath)" : ""
        return HeliographError(
            .fileUnreadable,
            "There is no file \(path)\(place)." + Suggestion.question(to: name, among: names),
            next: "Give the file with its right name and folder: "
                + "`ls\(folder == "." ? "" : " " + folder)` lists the files that are there.")
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
        try json(try read(path), from: path)
    }

    /// The JSON value in the bytes of a file.
    static func json(_ bytes: [UInt8], from path: String) throws(HeliographError) -> JSON {
        do throws(JSONFault) {
            return try JSON.parse(bytes)
        } catch {
            throw HeliographError(
                .noticeInvalid, "\(path) is no valid JSON.",
                next: error.next, faults: [error.asFault])
        }
    }
}
