import Foundation
import Notices
import Testing

@testable import Administration
@testable import Asking
@testable import Attachments
@testable import Membership
@testable import Node
@testable import Office
@testable import Secretariat
@testable import Station
@testable import Traffic

/// The table of inputs from outside: every file in it gives the value in its row.
@Suite("The table of cases")
struct CaseTableTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let own = root.appendingPathComponent("Tests/Vectors/cases")
    /// A second copy of the table beside the repository, if there is one.
    private static let beside = root.deletingLastPathComponent()
        .appendingPathComponent("shared/cases")
    private static let now = Instant(rfc3339: "2026-11-30T12:00:00Z") ?? Instant(seconds: 0)

    /// The files of a table, each with the value in its row.
    private static func rows(_ table: URL) throws -> [String: String] {
        var found: [String: String] = [:]
        for line in try String(contentsOf: table, encoding: .utf8).split(separator: "\n") {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count > 3, cells[1] != "file", !cells[1].hasPrefix("---") else { continue }
            for name in cells[1].split(separator: ",") {
                found[name.trimmingCharacters(in: .whitespaces)] = cells[3]
            }
        }
        return found
    }

    /// Folders with the files, and the tables that name them.
    private static var places: [(folder: URL, table: URL)] {
        let others = (
            beside.appendingPathComponent("data"), beside.appendingPathComponent("README.md")
        )
        let isThere = FileManager.default.fileExists(atPath: others.1.path)
        return [(own, own.appendingPathComponent("README.md"))] + (isThere ? [others] : [])
    }

    @Test("every file of every table has a check, and passes it")
    func table() async throws {
        for (folder, table) in Self.places {
            let rows = try Self.rows(table)
            #expect(rows.count >= 36)
            for (name, wanted) in rows.sorted(by: { $0.key < $1.key }) {
                let check = try #require(Self.checks[name], "\(name) has no check: \(wanted)")
                let bytes = Array(try Data(contentsOf: folder.appendingPathComponent(name)))
                #expect(try await check(bytes), "\(name): \(wanted)")
            }
        }
    }

    @Test("both tables say the same of a file")
    func same() throws {
        let rows = try Self.places.map { try Self.rows($0.table) }
        for other in rows.dropFirst() { #expect(other == rows[0]) }
    }

    // MARK: What is right

    private typealias Check = @Sendable ([UInt8]) async throws -> Bool

    private static let checks: [String: Check] = {
        var checks: [String: Check] = [:]
        for name in [
            "m62-ddu-mixed", "m60-visa-first-valid", "m23-doc-notype", "m66-docnum-slash",
            "m76-crew-and-pax-one-interchange", "m04-leading-newline", "m11-trailing-ctrlZ",
            "m08-wrapped-69", "m47-unoc-cp1252",
        ] { checks[name + ".edi"] = { try await said($0) == ["proposed document"] } }
        checks["m25-doc-2letter-issuer.edi"] = { try await said($0) == ["proposed number"] }
        for name in ["m29-name-title.edi", "m31-name-nogiven2.edi"] {
            checks[name] = { try await said($0) == ["proposed first-name-and-birth"] }
        }
        checks["m20-bgm-xr-cancel.edi"] = { bytes in
            refusal { () throws(HeliographError) in _ = try Manifest.read(paxlst: bytes) }
                .map { "\($0.sentence) \($0.detail)" }?.contains("cancel") == true
        }
        checks["m80-gap-time.edi"] = { bytes in
            refusal { () throws(HeliographError) in _ = try Manifest.read(paxlst: bytes) }
                .map { "\($0.sentence) \($0.detail)" }?.contains("the clocks are put forward")
                == true
        }
        checks["m43-multileg-92.edi"] = { try Manifest.read(paxlst: $0).lists[0].legs.count == 2 }
        checks["m94-gtas245-loc179-nobody-to-tell.edi"] = {
            try await said($0) == ["proposed document"]
        }
        for (name, number, doubts) in [
            ("z15-dob-yearunknown", "X12345678", 1),
            ("y07-valid-digits-but-no-date", "925076473", 1), ("z29-lower", "X12345678", 0),
            ("z32-tabs-ends", "X12345678", 0),
        ] {
            checks[name + ".mrz"] = { bytes in
                let read = try DocumentScan.read(bytes)
                return read.count == 1 && read[0].faults.isEmpty && read[0].doubts.count == doubts
                    && person(read[0])?.at(pointer: "/documents/0/number") == .string(number)
            }
        }
        checks["y10-doc9303-7-mrva.mrz"] = {
            try DocumentScan.read($0).first.flatMap(person)?.at(pointer: "/documents/0/expires")
                == "1996-12-10"
        }
        checks["z42-trailing-missing.mrz"] = {
            let faults = try DocumentScan.read($0).flatMap(\.faults)
            return faults.count == 1 && faults[0].sentence.contains("17")
                && faults[0].sentence.contains("44")
        }
        checks["z05-fra-old-id.mrz"] = {
            try DocumentScan.read($0)[0].faults[0].sentence
                .contains("French identity card from before 2021")
        }
        for name in [
            "n01-ukrainian-initial-YU-YA", "n03-persian-letters",
            "n05-turkish-many-umlauts", "n07-other-punctuation-backtick", "n10-number-with-blank",
        ] { checks[name + ".json"] = { Notice.read($0, rules: rules).faults.isEmpty } }
        checks["terr-RUN.json"] = { bytes in
            guard let fr = MemberCode("FR"), let notice = Notice.read(bytes, rules: rules).notice
            else { return false }
            return notice.actBy(for: fr) != nil
        }
        checks["t-BZV-FIH-15min.json"] = {
            let verdict = Notice.read($0, rules: rules)
            return verdict.faults.isEmpty && verdict.warnings.allSatisfy { $0.code == .blockTime }
        }
        checks["t-UUS-zone.json"] = {
            let verdict = Notice.read($0, rules: rules)
            return verdict.faults.isEmpty
                && !verdict.warnings.contains { [.zoneDiffers, .zoneForeign].contains($0.code) }
        }
        checks["j68-misspelt-key.json"] = {
            let faults = Notice.read($0, rules: rules).faults
            return faults.contains {
                $0.sentence.contains("secondaryIdentifer")
                    && $0.sentence.contains("secondaryIdentifier")
            }
        }
        checks["j-j44.json"] = {
            Notice.read($0, rules: rules).faults.map(\.sentence)
                == ["A notice is an object in braces; this is null."]
        }
        for name in [
            "f09-quoted-crlf", "f12-trailing-empty-rows", "f03-semicolons",
            "f-fold-offset",
        ] {
            checks[name + ".csv"] = { bytes in
                let verdicts = try forms(bytes)
                return verdicts.count == 1 && verdicts.allSatisfy { accepted($0) != nil }
            }
        }
        checks["f63-xlsx.csv"] = { bytes in
            refusal { () throws(HeliographError) in _ = try FormFile.read(bytes, as: .sorna) }
                .map { "\($0.sentence) \($0.next)" }?.contains("CSV") == true
        }
        checks["f-RUN-nobody-to-tell.csv"] = { bytes in
            try forms(bytes).compactMap(accepted).first?.to.map(\.description) == ["FR"]
        }
        return checks
    }()

    private static let rules: NoticeRules = {
        var rules = NoticeRules(allowSpecimens: true)
        rules.unknownMembers = .judged
        return rules
    }()

    private static func said(_ bytes: [UInt8]) async throws -> [String] {
        try await PassengerCaseTests().outcome(bytes).1
    }

    private static func person(_ entry: DocumentScan.Entry) -> JSON? {
        entry.person(today: now.utcDate)
    }

    private static func forms(_ bytes: [UInt8]) throws -> [FormVerdict] {
        guard let member = MemberCode("XA") else { return [] }
        return try FormFile.read(bytes, as: .sorna).rows.map {
            $0.judge(as: .sorna, from: member, number: 7, at: now, rules: rules)
        }
    }

    private static func accepted(_ verdict: FormVerdict) -> Notice? {
        if case .accepted(let notice, _) = verdict { notice } else { nil }
    }

    private static func refusal(
        _ body: () throws(HeliographError) -> Void
    ) -> HeliographError? {
        do throws(HeliographError) {
            try body()
            return nil
        } catch {
            return error
        }
    }
}
