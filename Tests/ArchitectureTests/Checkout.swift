import Foundation

/// The files of the checkout that the tests stand in.
enum Checkout {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    struct Source: Sendable {
        /// The path below the root, such as `Sources/Notices/Notice/Notice.swift`.
        let path: String
        let text: String
        /// The names of the modules that the source imports.
        let imports: [String]

        init(path: String, text: String) {
            self.path = path
            self.text = text
            imports = text.split(separator: "\n").compactMap { Source.module(importedBy: $0) }
        }

        /// The target that the source belongs to.
        var target: String { String(path.split(separator: "/")[1]) }

        private static func module(importedBy line: Substring) -> String? {
            guard line.utf8.count < 120, line.contains("import ") else { return nil }
            var words = line.split(separator: " ")
            while let word = words.first,
                ["public", "internal", "package", "fileprivate", "private"].contains(word)
                    || word.hasPrefix("@")
            {
                words.removeFirst()
            }
            guard words.first == "import", words.count >= 2 else { return nil }
            // `import struct Module.Name` imports the module too.
            let name = words.count > 2 ? words[2] : words[1]
            return String(name.prefix { $0 != "." })
        }

        /// The source without its comments and the insides of its texts, line by line.
        var code: [(number: Int, line: String)] {
            text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map {
                (number, line) in
                let code = line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line
                return (number + 1, String(code))
            }
        }
    }

    /// Every Swift source below a folder, in the order of the paths.
    static func sources(_ folder: String) throws -> [Source] {
        let top = folder.split(separator: "/").first.map { String($0) } ?? folder
        let all = top == "Sources" ? try everySource.get() : try read(top)
        return all.filter { $0.path.hasPrefix(folder + "/") }
    }

    /// The sources are read once, because the generated tables are long.
    private static let everySource = Result { try read("Sources") }

    private static func read(_ folder: String) throws -> [Source] {
        let start = root.appendingPathComponent(folder)
        guard let files = FileManager.default.enumerator(atPath: start.path) else { return [] }
        return try files.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted()
            .map {
                Source(
                    path: folder + "/" + $0,
                    text: try String(
                        contentsOf: start.appendingPathComponent($0), encoding: .utf8))
            }
    }
}

/// Targets that import only the standard library and each other.
let pureTargets: Set<String> = ["Notices", "Federation", "Exchange", "Ports"]

/// The targets that make a node, lowest first.
let nodeRooms = [
    "Station", "Membership", "Secretariat", "Attachments", "Traffic", "Asking",
    "Administration", "Office", "RestAPI", "Node",
]
