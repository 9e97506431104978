import Foundation
import Testing

/// Debian's Python as a second opinion.
enum Judge {
    /// True if python3-jsonschema is installed.
    static let hasSchemas: Bool = {
        guard let (status, _) = try? run(["-c", "import jsonschema"], input: "") else {
            return false
        }
        return status == 0
    }()

    static func run(_ arguments: [String], input: String) throws -> (Int32, String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-W", "ignore"] + arguments
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("heliograph-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let source = folder.appendingPathComponent("in")
        let sink = folder.appendingPathComponent("out")
        try Data(input.utf8).write(to: source)
        try Data().write(to: sink)
        process.standardInput = try FileHandle(forReadingFrom: source)
        process.standardOutput = try FileHandle(forWritingTo: sink)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return (
            process.terminationStatus, String(decoding: try Data(contentsOf: sink), as: UTF8.self)
        )
    }
}
