import Foundation

@testable import Notices

/// Files of the checkout that the tests stand in.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: root.appendingPathComponent(path)))
    }

    /// Names of the files in a folder, without their `.json`, sorted.
    static func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(
            atPath: root.appendingPathComponent(folder).path
        )
        .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    }

    /// An example by folder and name, such as `valid/travel-alert.issue`.
    static func example(_ name: String) throws -> JSON {
        try JSON.parse(try bytes("Schemas/examples/\(name).json"))
    }
}

extension NoticeRules {
    static let specimens = NoticeRules(allowSpecimens: true)
}

func members(_ codes: String) -> [MemberCode] {
    codes.split(separator: " ").compactMap { MemberCode($0) }
}

/// A moment in a test; the epoch if the text is not one.
func moment(_ text: String) -> Instant {
    Instant(rfc3339: text) ?? Instant(seconds: 0)
}
