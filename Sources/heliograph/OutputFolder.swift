import Foundation
import Node
import Notices
import Station

/// A folder that a verb fills: absent or empty before, and readable by its owner alone.
struct OutputFolder {
    private let path: String

    /// Makes the folder, or takes an empty one.
    ///
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

    /// Writes all of the files, or none. They are on the disk when this returns.
    ///
    /// - Parameter files: objects with `name` and `bytes` in base64.
    /// - Returns: the names written.
    func write(_ files: [JSON]) throws(HeliographError) -> [String] {
        var names: [String] = []
        do throws(HeliographError) {
            for file in files {
                let name = try name(of: file)
                // The name is noted first, because a file that could not be synced may exist all
                // the same.
                names.append(name)
                try write(file, to: path + "/" + name)
            }
        } catch {
            // The same verb must find the folder empty when it runs again.
            for name in names { unlink(path + "/" + name) }
            throw error
        }
        return names
    }

    private func name(of file: JSON) throws(HeliographError) -> String {
        guard let name = file["name"]?.stringValue, !name.contains("/") else { throw noFiles }
        return name
    }

    private func write(_ file: JSON, to path: String) throws(HeliographError) {
        guard let bytes = file["bytes"]?.stringValue.flatMap({ Base64.decode($0) }) else {
            throw noFiles
        }
        try Files.write(bytes, to: path)
    }

    private var noFiles: HeliographError {
        HeliographError(.internalFault, "The node's answer has no files.")
    }
}
