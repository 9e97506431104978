import Foundation

/// SQLite's own shell, as somebody with the file would use it.
enum SQLiteShell {
    /// Runs SQL against a file.
    ///
    /// - Returns: what the shell printed; nil if Debian's `sqlite3` is not there.
    static func run(_ path: String, _ sql: String) throws -> String? {
        let shell = "/usr/bin/sqlite3"
        guard FileManager.default.isExecutableFile(atPath: shell) else { return nil }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: shell)
        process.arguments = [path, sql]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
