import Testing

/// Every deliberate end of the process, with the reason why nothing from outside leads there.
@Suite("Traps")
struct TrapTests {
    /// Words that end the process if a condition fails. `swift format` refuses `try!` and `!`
    /// behind a value.
    private static let words = [
        "precondition(", "preconditionFailure(", "fatalError(", "assertionFailure(", "assert(",
        "try!", "as!", "dispatchPrecondition(", "assumeIsolated", "unsafelyUnwrapped", "unowned ",
        "unsafeBitCast", "abort(", "exit(",
    ]

    /// The number of such words in each file, and the reason why only our own mistakes can reach
    /// them.
    private static let known: [String: (count: Int, reason: String)] = [
        "Sources/Certificates/MemberKeyTree.swift": (
            1, "the three roles are made a few lines above"
        ),
        "Sources/Certificates/PrivateKey.swift": (1, "a SHA-256 is longer than a key id"),
        "Sources/Certificates/RunningDigest.swift": (
            3, "OpenSSLStart.check has fetched SHA-256 before any verb begins"
        ),
        "Sources/Certificates/SHA256.swift": (
            3,
            "OpenSSLStart.check has fetched SHA-256 and drawn random bytes before any verb begins"
        ),
        "Sources/Exchange/Attachments/ChunkLayout.swift": (
            1, "the grammar refuses an attachment of 0 bytes and a chunk outside its range"
        ),
        "Sources/Exchange/Queue/Backoff.swift": (
            1,
            "waits that stand in our sources; the one that a setting changes is never below its "
                + "least"
        ),
        "Sources/Exchange/Statistics/CountTable.swift": (
            1, "rows and columns are enumerations of ours"
        ),
        "Sources/Node/Socket/UnixSocket+Files.swift": (
            1, "our own command line, after its own bound on attachments"
        ),
        "Sources/Traffic/Duties/DraftDesk.swift": (1, "an HMAC-SHA-256 has 32 bytes"),
        "Sources/Station/Machine/Entropy+Identifiers.swift": (1, "sixteen bytes were asked for"),
        "Sources/Notices/CodeLists/IANAZone.swift": (
            1, "a table that is generated and tested whole"
        ),
        "Sources/Notices/Notice/Notice.swift": (
            1, "the schema, which is ours, has just taken the document"
        ),
        "Sources/Notices/Schema/Pattern.swift": (
            7, "patterns of our own schemas, all of which a test reads"
        ),
        "Sources/Notices/Schema/Schema+Checking.swift": (1, "type names of our own schemas"),
        "Sources/Notices/Schema/Schema.swift": (5, "our own schemas, all of which a test reads"),
        "Sources/Notices/Values/MessageID.swift": (1, "ten random bytes, which we asked for"),
        "Sources/HTTPService/Server/ServerConnection.swift": (
            2, "no memory for one more connection: Swift itself ends a process that has none"
        ),
        "Sources/Certificates/ChunkCipher.swift": (
            2, "the key and the layout were parsed with their sizes"
        ),
        "Sources/Sealing/Gate/ObjectIdentifier.swift": (1, "identifiers that stand in our sources"),
        "Sources/StoreSQLite/QueueExecutor.swift": (1, "the store's own thread"),
        "Sources/StoreSQLite/QueuedCommit.swift": (
            1, "a commit wakes its waiters when it has ended"
        ),
        "Sources/StoreSQLite/SQLiteStore.swift": (1, "the store's own thread"),
        "Sources/heliograph/Main.swift": (1, "the end of the program, with its status"),
    ]

    /// Sources that no node links.
    private static let besides = [
        "Sources/TestKit/", "Sources/Simulation/", "Sources/heliograph-sim/",
    ]

    @Test("every trap has a reason why nothing outside reaches it, and no reason is left over")
    func listed() throws {
        var found: [String: Int] = [:]
        for source in try Checkout.sources("Sources")
        where !Self.besides.contains(where: source.path.hasPrefix) {
            for (_, line) in source.code where Self.words.contains(where: Self.stands(in: line)) {
                found[source.path, default: 0] += 1
            }
        }
        for (path, count) in found.sorted(by: { $0.key < $1.key }) {
            #expect(Self.known[path]?.count == count, "\(path) has \(count)")
        }
        for (path, entry) in Self.known where entry.count > 0 {
            #expect(found[path] != nil, "\(path) has none any more")
            #expect(entry.reason.count > 10)
        }
    }

    @Test("a trap would be seen")
    func canary() {
        for word in Self.words { #expect(Self.stands(in: "        \(word) \"x\")")(word)) }
        #expect(!Self.stands(in: "// precondition of it")("precondition("))
    }

    /// True if a word stands in the line by itself: `SSL_get_exit(` is no `exit(`.
    private static func stands(in line: String) -> (String) -> Bool {
        { word in
            guard let range = line.firstRange(of: word) else { return false }
            guard range.lowerBound > line.startIndex else { return true }
            let before = line[line.index(before: range.lowerBound)]
            return !before.isLetter && !before.isNumber && before != "_"
        }
    }
}
