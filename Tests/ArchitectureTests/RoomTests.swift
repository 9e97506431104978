import Foundation
import Testing

/// The folders of a target are rooms: if one folder uses names of another, no way leads back.
@Suite("Rooms")
struct RoomTests {
    /// The most lines of a target, without generated files.
    static let linesMax = 6_000
    /// Targets that may be longer, because they hold the vocabulary of every kind of notice.
    static let longTargets: Set<String> = ["Notices"]

    /// The folders of a target, each with the other folders whose types it names.
    struct Graph {
        var uses: [String: Set<String>] = [:]

        init(_ sources: [Checkout.Source]) {
            var owners: [String: Checkout.Source] = [:]
            for source in sources {
                for name in source.declaredTypes { owners[name] = owners[name] ?? source }
            }
            for source in sources {
                for name in source.namedTypes {
                    guard let owner = owners[name], owner.target == source.target,
                        owner.folder != source.folder
                    else { continue }
                    uses[source.folder, default: []].insert(owner.folder)
                }
            }
        }

        /// Groups of folders. Each folder of a group leads to all others of the group.
        var cycles: [[String]] {
            var found: Set<[String]> = []
            for folder in uses.keys {
                let circle = reached(from: folder).filter { reached(from: $0).contains(folder) }
                if circle.count > 1 { found.insert(circle.sorted()) }
            }
            return found.sorted { $0[0] < $1[0] }
        }

        private func reached(from folder: String) -> Set<String> {
            var found: Set<String> = []
            var open = Array(uses[folder] ?? [])
            while let next = open.popLast() {
                if found.insert(next).inserted { open += uses[next] ?? [] }
            }
            return found
        }

        /// A line for each folder that uses others.
        var drawing: String {
            uses.sorted { $0.key < $1.key }
                .map { "\($0.key) -> \($0.value.sorted().joined(separator: ", "))" }
                .joined(separator: "\n")
        }
    }

    @Test("No two folders of one target lead to each other")
    func cycles() throws {
        let graph = Graph(try Checkout.sources("Sources").filter { !$0.isGenerated })
        print(graph.drawing)
        #expect(graph.cycles == [])
    }

    @Test("A circle of folders is seen")
    func canary() {
        let sources = [
            Checkout.Source(path: "Sources/T/A/One.swift", text: "struct One { let two: Two }"),
            Checkout.Source(path: "Sources/T/B/Two.swift", text: "struct Two { let three: Three }"),
            Checkout.Source(path: "Sources/T/C/Three.swift", text: "struct Three { let one: One }"),
            Checkout.Source(path: "Sources/T/D/Four.swift", text: "struct Four { let one: One }"),
        ]
        #expect(Graph(sources).cycles == [["T/A", "T/B", "T/C"]])
    }

    @Test("A target can be read in some sittings")
    func length() throws {
        var lines: [String: Int] = [:]
        for source in try Checkout.sources("Sources") where !source.isGenerated {
            lines[source.target, default: 0] +=
                source.text.split(
                    separator: "\n", omittingEmptySubsequences: false
                ).count
        }
        for (target, count) in lines where !Self.longTargets.contains(target) {
            #expect(count <= Self.linesMax, "\(target)")
        }
    }
}

extension Checkout.Source {
    var isGenerated: Bool { path.contains("/Generated/") }

    /// The folder below `Sources/`, such as `Notices/Card`.
    var folder: String { path.split(separator: "/").dropFirst().dropLast().joined(separator: "/") }

    private static let kinds: Set<String> = ["struct", "class", "enum", "actor", "protocol"]

    /// Types at the outer level of the file that other files may name.
    var declaredTypes: [String] {
        var found: [String] = []
        for line in text.utf8.split(separator: 0x0A) {
            guard let first = line.first, first == 0x40 || Self.isLetter(first) else { continue }
            let words = String(Substring(line)).split { !$0.isLetter && !$0.isNumber }
                .map { String($0) }
            guard let place = words.firstIndex(where: Self.kinds.contains),
                place + 1 < words.count, !words[..<place].contains("private"),
                words[place + 1].first?.isUppercase == true
            else { continue }
            found.append(words[place + 1])
        }
        return found
    }

    /// Words with a capital letter, outside comments and texts.
    var namedTypes: Set<String> {
        var found: Set<String> = []
        for line in Array(text.utf8).split(separator: 0x0A) {
            var isInText = false
            var word = line.startIndex
            for place in line.startIndex...line.endIndex {
                let byte = place < line.endIndex ? line[place] : 0x20
                if Self.isLetter(byte) || (0x30...0x39).contains(byte) || byte == 0x5F { continue }
                if !isInText, place > word, (0x41...0x5A).contains(line[word]) {
                    found.insert(String(decoding: line[word..<place], as: UTF8.self))
                }
                word = place + 1
                if byte == 0x22 { isInText.toggle() }
                if byte == 0x2F, !isInText, place > line.startIndex, line[place - 1] == 0x2F {
                    break
                }
            }
        }
        return found
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
