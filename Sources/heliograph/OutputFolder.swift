import Foundation
import Notices

/// A file that a command writes, readable by its owner alone.
enum OutputFile {
    static func write(_ bytes: [UInt8], to path: String) throws(HeliographError) {
        guard
            FileManager.default.createFile(
                atPath: path, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
        else { throw HeliographError(.fileUnwritable, "\(path) cannot be written.") }
    }
}

/// A folder that a command fills: absent or empty before, readable by its owner alone.
struct OutputFolder {
    private let path: String

    /// - Throws: `folderNotEmpty`, `fileUnwritable`.
    init(_ path: String) throws(HeliographError) {
        let manager = FileManager.default
        guard ((try? manager.contentsOfDirectory(atPath: path)) ?? []).isEmpty else {
            throw HeliographError(.folderNotEmpty, "\(path) already holds something.")
        }
        do {
            try manager.createDirectory(
                atPath: path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw HeliographError(.fileUnwritable, "The folder \(path) cannot be made.")
        }
        self.path = path
    }

    /// - Parameter files: objects with `name` and `bytes` in base64.
    /// - Returns: the names written.
    func write(_ files: [JSON]) throws(HeliographError) -> [String] {
        var names: [String] = []
        for file in files {
            guard let name = file["name"]?.stringValue, !name.contains("/"),
                let bytes = file["bytes"]?.stringValue.flatMap({ Base64.decode($0) })
            else { throw HeliographError(.internalFault, "The node's answer has no files.") }
            guard
                FileManager.default.createFile(
                    atPath: path + "/" + name, contents: Data(bytes),
                    attributes: [.posixPermissions: 0o600])
            else { throw HeliographError(.fileUnwritable, "\(path)/\(name) cannot be written.") }
            names.append(name)
        }
        return names
    }
}
