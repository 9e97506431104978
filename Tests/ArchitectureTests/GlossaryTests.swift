import Foundation
import Testing

/// One thing has one name (`docs/glossary.md`).
@Suite("Glossary")
struct GlossaryTests {
    /// Words that a thing had before, where they may still stand, and the word that it has now.
    static let retired: [(pattern: String, now: String)] = [
        (#"\bPolicyDesk\.Share\b|\baddShares\b"#, "rendition"),
        (#"\bSubmission\.Draft\b|\bSubmission\.Request\b"#, "opening, SubmissionRequest"),
        (#"\bAcceptancePress\b"#, "AcceptanceEvidence"),
        (#"\bclass Express\b|context\.express\b"#, "FlashGate"),
        (#"\bMachinery\.Ground\b"#, "Machinery.Dependencies"),
        (#"\bbehind: @|behind: \{"#, "peerIsAhead"),
        (#"\bNodeContext\(\s*member: .*rules:"#, "TrafficContext"),
        (#"\bcase page\b|\bpageBefore\b|\bpagesNobody\b"#, "warn"),
        (#"\bCommand\("|\bstruct Command\b"#, "Call"),
        (#"\bMessageOpening\.isFinal\b"#, "Code.isVerdictOnMessage"),
        (#"\bPolicy\.Standing\b"#, "Policy.RecipientFacts"),
        (#"\bCarrierStanding\b|\bCachedStanding\b"#, "Carrier, CachedCarrier"),
        (#"\bDraftStanding\b|\bIssuerStanding\b"#, "DraftProgress, Country.Recognition"),
        (#"\bAttachmentStanding\b"#, "AttachmentEnds"),
        (#"[sS]helf\.settle\(|assembly\.settle\(|case settled\("#, "move, finish, answered"),
    ]

    @Test("no retired word stands in the code", arguments: retired.indices)
    func words(place: Int) throws {
        let (pattern, now) = Self.retired[place]
        let expression = try Regex(pattern)
        for folder in ["Sources", "Tests", "Benchmarks", "Fuzz"] {
            for source in try Checkout.sources(folder)
            where !source.isGenerated && !source.path.hasSuffix("GlossaryTests.swift") {
                // Most lines cannot hold it: the search is for plain words first.
                guard source.text.contains(expression) else { continue }
                Issue.record("\(source.path) has a word that is `\(now)` now")
            }
        }
    }

    @Test("the words of the page stand in their order, each once")
    func page() throws {
        let page = try String(
            contentsOf: Checkout.root.appendingPathComponent("docs/glossary.md"), encoding: .utf8)
        let words = page.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst(1)
            .compactMap { $0.split(separator: "|").first?.trimmingCharacters(in: .whitespaces) }
        #expect(words.count > 40)
        #expect(words == words.sorted(), "\(words)")
        #expect(Set(words).count == words.count)
    }
}
