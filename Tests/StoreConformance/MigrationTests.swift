import Exchange
import Foundation
import Notices
import Ports
import StoreSQLite
import TestKit
import Testing

/// From every earlier schema to this one.
@Suite struct MigrationTests {
    /// Takes away what each schema brought, the newest first.
    private static let ways: [(from: Int, back: String)] = [
        (8, "DROP TABLE officer; DROP TABLE token; DROP TABLE held_call; DROP TABLE reply;"),
        (
            7,
            """
            DROP TABLE audit;
            CREATE TABLE audit (
                sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                at INTEGER NOT NULL,
                operation TEXT NOT NULL,
                actor TEXT NOT NULL,
                sender TEXT NOT NULL,
                id BLOB NOT NULL,
                recipients TEXT NOT NULL,
                justification TEXT NOT NULL,
                salt BLOB NOT NULL
            ) STRICT;
            CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit
                BEGIN SELECT RAISE(ABORT, 'the audit table is append-only'); END;
            CREATE TRIGGER audit_undeleted BEFORE DELETE ON audit
                BEGIN SELECT RAISE(ABORT, 'the audit table is append-only'); END;
            CREATE TRIGGER audit_unreplaced BEFORE INSERT ON audit
                WHEN EXISTS (SELECT 1 FROM audit WHERE sequence = NEW.sequence)
                BEGIN SELECT RAISE(ABORT, 'the audit table is append-only'); END;
            """
        ),
        (6, "DROP TABLE identity;"),
        (
            5,
            """
            DROP INDEX delivery_urgency; DROP INDEX delivery_expires; DROP INDEX delivery_deadline;
            ALTER TABLE delivery DROP COLUMN lane; ALTER TABLE delivery DROP COLUMN due_by;
            CREATE INDEX delivery_open ON delivery (precedence, deadline)
                WHERE state IN ('queued', 'sending', 'relayed');
            """
        ),
        (
            4,
            """
            DROP TABLE decision; DROP TABLE erasure; DROP TABLE erased_record;
            DROP INDEX notice_kind; DROP INDEX inbox_kind; DROP INDEX blind_message;
            """
        ),
        (3, "DROP TABLE attachment; ALTER TABLE evidence_entry DROP COLUMN attachment;"),
        (2, "DROP TABLE trust_fork;"),
    ]

    @Test(
        "a store of an earlier version is brought up to this one, and keeps what it held",
        arguments: 1...7)
    func older(_ version: Int) async throws {
        try await Subject.sqlite.withStore { bench in
            var make = Specimen(seed: 74)
            var open: [Delivery] = []
            for (precedence, deadline) in [
                (Precedence.routine, nil), (.priority, nil), (.immediate, .hours(50)),
                (.flash, .hours(90)), (.routine, .hours(10)), (.immediate, nil), (.flash, nil),
            ] as [(Precedence, Duration?)] {
                open.append(
                    make.delivery(
                        of: make.message(thread: "a", to: [xb]), to: xb, precedence: precedence,
                        deadline: deadline.map { Specimen.epoch + $0 }))
            }
            try await bench.store.commit([.putPeer(PeerRow(member: xb))])
            try await bench.store.commit(open.map(Change.putDelivery))
            let (sent, came) = (
                make.message(thread: "a", to: [xb]), make.inboxItem(from: xb, thread: "b")
            )
            try await bench.store.commit([.insertMessage(sent), .insertInboxItem(came)])
            await bench.close()
            let audit = AuditLines(sent: sent.id, came: came.id, invented: make.messageID())
            let back =
                Self.ways.prefix { $0.from > version }.map(\.back).joined() + audit.sql
                + "PRAGMA user_version = \(version)"
            guard try SQLiteShell.run(bench.folder + "/store.db", back) == "" else { return }
            try await bench.reopen()
            let entries = try await bench.store.audit(after: 0, limit: 99)
            #expect(entries.map(\.subject) == audit.lines.map(\.subject))
            #expect(entries.map(\.justification) == audit.lines.map(\.why))
            #expect(entries.map(\.sequence) == audit.lines.indices.map { Int64($0) + 3 })
            let another = make.auditEntry(about: .trustList(1))
            try await bench.store.commit([.audit(another)])
            #expect(
                try await bench.store.audit(after: 0, limit: 99).last?.sequence
                    == Int64(entries.count) + 3)
            for sql in ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"] {
                let said = try SQLiteShell.run(bench.folder + "/store.db", sql)
                #expect(said?.contains("append-only") == true)
            }
            #expect(try await bench.store.forks() == [])
            #expect(try await bench.store.attachments(AttachmentFilter()) == [])
            #expect(try await bench.store.openDecisions() == [])
            #expect(try await bench.store.peers() == [PeerRow(member: xb)])
            let page = try await bench.store.openDeliveries(
                DeliveryPageRequest(to: xb, count: 10))
            #expect(page.deliveries == open.map(\.queued).sorted { $0.position < $1.position })
        }
    }

    /// Entries as schema 6 kept them, and what each is about from schema 7 on.
    private struct AuditLines {
        let lines: [(from: MemberCode, id: MessageID, why: String, subject: AuditSubject)]

        init(sent: MessageID, came: MessageID, invented: MessageID) {
            let draft = AuditSubject.draft("XA-TA-2026-000007")
            let unknown = AuditSubject.unknown(from: xa, id: invented)
            lines = [
                (xa, sent, "sent", .message(from: xa, id: sent)),
                (xb, came, "received", .message(from: xb, id: came)),
                // Of a real message nothing is read from the words.
                (xb, came, "draft shown: it's", .message(from: xb, id: came)),
                (xa, invented, "draft shown: XA-TA-2026-000007", draft),
                (xa, invented, "draft changed: XA-TA-2026-000007", draft),
                (xa, invented, "draft discarded: XA-TA-2026-000007", draft),
                (
                    xa, invented, "draft discarded, its journey is over: XA-TA-2026-000007",
                    draft
                ),
                (xa, invented, "taken from a form: XA-TA-2026-000007", draft),
                (xa, invented, "taken from a passenger list: XA-TA-2026-000007", draft),
                (
                    xa, invented, "compared 40 passengers of ZZ418: 0 agree, 40 forgotten",
                    .imported(.manifest, count: 40)
                ),
                (xa, invented, "looked up the holder of a document: 2 found", unknown),
                (xa, invented, "draft shown: ", unknown),
                (xa, invented, "", unknown),
                // The same id of another member is another message.
                (xc, came, "received", .unknown(from: xc, id: came)),
            ]
        }

        /// Numbers begin at 3: they stay as they are.
        var sql: String {
            lines.enumerated().map { number, line in
                let why = line.why.replacingOccurrences(of: "'", with: "''")
                return """
                    INSERT INTO audit VALUES (\(number + 3), 5, 'consultation', 'officer-7',
                    '\(line.from)', x'\(hexadecimal(line.id.bytes))', '', '\(why)', x'00');
                    """
            }.joined(separator: "\n")
        }
    }
}
