internal import Certificates
internal import Federation
import Foundation
public import Notices
package import Station

/// The ready federation in `keys-example/`: its place, and the difference of its keys from real
/// ones.
public enum ExampleKeys {
    /// The longest life of a real key. An issuing CA lives 90 days and a leaf no longer; the keys
    /// of the examples live for decades.
    static let lifeOfRealKeysMax = Duration.days(730)

    /// Refuses example keys unless the configuration allows them.
    ///
    /// - Throws: `exampleKeys`.
    package static func check(
        _ keys: KeyFolder, _ configuration: Configuration
    ) throws(HeliographError) {
        guard !configuration.allowExampleKeys else { return }
        for name in ["issuing"] + KeyRole.allCases.map(\.rawValue)
        where Files.exists(keys.certificateFile(name)) {
            let certificate = try Certificate(der: try Files.read(keys.certificateFile(name)))
            guard certificate.notAfter.since(certificate.notBefore) < lifeOfRealKeysMax else {
                throw HeliographError(.exampleKeys, Code.exampleKeys.meaning)
            }
        }
    }

    /// Finds the folder: `HELIOGRAPH_EXAMPLES`, the current folder, beside or above the program,
    /// or where the package puts it.
    public static func folder() throws(HeliographError) -> String {
        var candidates: [String] = []
        if let named = ProcessInfo.processInfo.environment["HELIOGRAPH_EXAMPLES"] {
            candidates.append(named)
        }
        candidates.append(FileManager.default.currentDirectoryPath + "/keys-example")
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        var above = program.map { URL(fileURLWithPath: $0).deletingLastPathComponent() }
        while let folder = above, folder.path != "/" {
            candidates.append(folder.path + "/keys-example")
            above = folder.deletingLastPathComponent()
        }
        candidates.append("/usr/share/heliograph/keys-example")
        guard let found = candidates.first(where: { Files.exists($0 + "/trust-list.der") }) else {
            throw HeliographError(
                .fileUnreadable, "The folder keys-example/ was not found.",
                next: "Set HELIOGRAPH_EXAMPLES to it.")
        }
        return found
    }

    /// The `address:port` that the example list names for a member.
    ///
    /// - Throws: `memberUnknown`, `fileUnreadable`.
    public static func listenAddress(of member: String) throws(HeliographError) -> String {
        let folder = try folder()
        guard codes(in: folder).contains(member) else {
            throw HeliographError(
                .memberUnknown, "\(member) is not in the example federation. Nothing was made.",
                next: "Take one of \(codes(in: folder).joined(separator: ", ")).")
        }
        let file = folder + "/\(member)/endpoint"
        let text = String(decoding: try Files.read(file), as: UTF8.self)
        return String(text.trimmingCharacters(in: .whitespacesAndNewlines).dropFirst(8))
    }

    /// The members that have example keys.
    package static func codes(in folder: String) -> [String] {
        Files.names(in: folder).filter { MemberCode($0) != nil }.sorted()
    }

    /// The digest that stands beside the example trust list. For real lists it comes by hand.
    public static func listDigest(in folder: String) throws(HeliographError) -> String {
        let text = String(
            decoding: try Files.read(folder + "/trust-list.sha256"), as: UTF8.self)
        return String(text.prefix(64))
    }
}
