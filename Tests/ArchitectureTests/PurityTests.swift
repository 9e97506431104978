import Foundation
import Testing

/// The core decides. It has no clock, no chance, no socket and no Foundation.
@Suite("Purity")
struct PurityTests {
    @Test("A program of the pure targets is linked with the standard library alone")
    func libraries() throws {
        let probe = try Self.built("PurityProbe")
        let needed = try Self.neededLibraries(of: probe)
        #expect(
            needed.contains { $0.hasPrefix("libswiftCore.so") }, "readelf saw nothing: \(needed)")
        let allowed = [
            "libswiftCore.so", "libswift_Concurrency.so", "libswift_StringProcessing.so",
            "libswift_RegexParser.so", "libswiftSwiftOnoneSupport.so", "libswiftGlibc.so",
            "libswift_Builtin_float.so",
            "libc.so.6", "libm.so.6", "libgcc_s.so.1", "libstdc++.so.6", "ld-linux-x86-64.so.2",
            "ld-linux-aarch64.so.1",
        ]
        #expect(needed.filter { !allowed.contains($0) } == [])
        // The libraries that those libraries load count too.
        let loaded = try Self.run("/usr/bin/ldd", [probe.path])
        #expect(!loaded.contains("Foundation"), "\(loaded)")
    }

    @Test("A program that imports Foundation would be seen")
    func canary() throws {
        // The tests themselves import Foundation, so the check can see it.
        let needed = try Self.neededLibraries(of: try Self.ownProgram())
        #expect(needed.contains { $0.contains("Foundation") })
    }

    @Test("Pure targets import pure targets only", arguments: pureTargets.sorted())
    func imports(target: String) throws {
        let sources = try Checkout.sources("Sources/" + target)
        #expect(!sources.isEmpty)
        for source in sources {
            let foreign = source.imports.filter { !pureTargets.contains($0) }
            #expect(foreign == [], "\(source.path)")
        }
    }

    @Test("Pure targets take time and chance as arguments", arguments: pureTargets.sorted())
    func timeAndChance(target: String) throws {
        let forbidden = [
            "Date()", "UUID()", "Task.sleep", "ContinuousClock", "SuspendingClock",
            "SystemRandomNumberGenerator", "shuffled()", "randomElement()", "Task {",
            "Task.detached", "print(", "fatalError(",
        ]
        for source in try Checkout.sources("Sources/" + target)
        where !source.path.contains("/Generated/") {
            for (number, line) in source.code {
                for call in forbidden where line.contains(call) {
                    Issue.record("\(source.path):\(number): \(call)")
                }
                if line.contains(".random(in:"), !line.contains("using:") {
                    Issue.record("\(source.path):\(number): .random(in:) without using:")
                }
            }
        }
    }

    // MARK: - Programs

    /// A product that was built beside these tests.
    private static func built(_ name: String) throws -> URL {
        let program = try ownProgram().deletingLastPathComponent().appendingPathComponent(name)
        guard FileManager.default.isExecutableFile(atPath: program.path) else {
            throw Missing(description: "\(program.path) was not built beside the tests")
        }
        return program
    }

    /// The program or library into which these tests were linked.
    private static func ownProgram() throws -> URL {
        let maps = try String(contentsOfFile: "/proc/self/maps", encoding: .utf8)
        for line in maps.split(separator: "\n") where line.hasSuffix(".xctest") {
            if let start = line.firstIndex(of: "/") {
                return URL(fileURLWithPath: String(line[start...]))
            }
        }
        throw Missing(description: "the tests run in no .xctest")
    }

    private static func neededLibraries(of program: URL) throws -> [String] {
        try run("/usr/bin/readelf", ["-d", program.path]).split(separator: "\n")
            .filter { $0.contains("(NEEDED)") }
            .compactMap { line in
                line.split(separator: "[").last.map { String($0.prefix { $0 != "]" }) }
            }
    }

    private static func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Missing(description: "\(program) ended with \(process.terminationStatus)")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private struct Missing: Error, CustomStringConvertible {
        let description: String
    }
}
