import Exchange
import Federation
import Notices
import Ports
import SpecimenFederation
import TestKit
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

/// Erased words stand in no table. The tests search every table that there is.
@Suite("An order to erase, carried out")
struct ErasureOfficeTests {
    let xa: MemoryNode
    let office: MemoryOffice
    var xb: MemoryNode { office.node }

    init() async throws {
        let federation = try SpecimenFederation()
        xa = try await MemoryNode("XA", in: federation)
        office = try await MemoryOffice("XB", in: federation)
    }

    /// A notice at XB, with another content that came under its id.
    private func arrived(_ number: Int) async throws -> (notice: Notice, id: MessageID) {
        var document = NoticeTemplate.specimen(
            kind: .greenNotice, from: xa.context.member, to: [xb.context.member],
            at: xa.clock.now, number: number)
        document["handling"] = ["codes": ["H0"]]
        let sent = try await xa.submit(document)
        let envelope = try await xa.envelope(sent.messages[0].id)
        #expect(try await xb.receive(envelope) == "delivered")
        #expect(try await xb.receive(xa.reframed(envelope)) == "refused id-conflict")
        return (sent.notice, sent.messages[0].id)
    }

    /// XA orders a notice erased.
    ///
    /// - Returns: the order's id at XB.
    private func order(_ notice: Notice) async throws -> MessageID {
        let order = try await xa.submit(
            NoticeTemplate.retraction(
                .erasure, of: notice, to: [xb.context.member], number: 7, reason: .unlawful,
                statement: "", at: xa.clock.now.flooredToSecond))
        let id = order.messages[0].id
        #expect(try await xb.receive(xa.envelope(id)) == "delivered")
        return id
    }

    @Test("a preview names what would be erased, and erases nothing")
    func preview() async throws {
        let (notice, id) = try await arrived(7)
        let order = try await order(notice)
        let before = try await traces(of: notice, id)
        let shown = try await office.ask(
            "notice erase",
            ["id": .string(order.description), "preview": true, "as": "officer-3"])
        #expect(shown["issuer"] == "XA" && shown["about"]?.stringValue == notice.thread)
        #expect(shown["erased"] == [.string(id.description)] && shown["answer"] == .null)
        #expect(try await traces(of: notice, id) == before)
    }

    /// Everything that the store has of a notice: sealed bodies, wrapped keys, and search keys.
    private func traces(of notice: Notice, _ id: MessageID) async throws -> [String: [UInt8]] {
        let item = try #require(await xb.store.inboxItem(from: xa.context.member, id: id))
        var traces: [String: [UInt8]] = [:]
        var bodies = [("envelope", item.envelope), ("inner", item.inner), ("notice", item.notice)]
        for conflict in await xb.store.conflicts(limit: 99) where conflict.id == id {
            bodies.append(("the other content", conflict.envelope))
        }
        for (name, record) in bodies {
            let record = try #require(await xb.store.record(record))
            traces[name] = record.body
            traces[name + "'s key"] = record.wrappedKey
        }
        for case .index(let entry) in xb.context.station.index(notice, as: id) {
            traces["index of \(entry.field) \(entry.value)"] = entry.value.bytes
        }
        return traces
    }

    /// Every row of bytes in all tables of a store.
    private func everything(in store: MemoryStore) async -> Set<[UInt8]> {
        var found: Set<[UInt8]> = []
        func walk(_ value: Any) {
            if let bytes = value as? [UInt8] {
                found.insert(bytes)
            } else {
                for child in Mirror(reflecting: value).children { walk(child.value) }
            }
        }
        walk(await store.snapshot())
        return found
    }

    @Test("nothing of it is left in any table but its numbers; other notices keep everything")
    func erased() async throws {
        let (notice, id) = try await arrived(11)
        let (other, otherID) = try await arrived(12)
        let gone = try await traces(of: notice, id)
        let kept = try await traces(of: other, otherID)
        #expect(gone.count > 8)
        let shared = Set(kept.values)
        let before = await everything(in: xb.store)
        for (name, bytes) in gone { #expect(before.contains(bytes), "\(name) is not looked for") }

        let orderID = try await order(notice)
        let answer = try await office.ask(
            "notice erase", ["id": .string(orderID.description), "as": "officer-7"])
        #expect(answer["erased"]?.arrayValue?.count == 1)
        let after = await everything(in: xb.store)
        for (name, bytes) in gone where !shared.contains(bytes) {
            #expect(!after.contains(bytes), "\(name) is still there")
        }
        for (name, bytes) in kept { #expect(after.contains(bytes), "\(name) of another is gone") }
        #expect(await xb.store.inboxItem(from: xa.context.member, id: id)?.state == .closed)
        #expect(await xb.store.erasure(from: xa.context.member, id: id) != nil)
        await #expect(throws: HeliographError(.erased, "")) {
            _ = try await office.ask(
                "inbox show", ["id": .string(id.description), "as": "officer-7"])
        }
    }

    @Test("what the order does not name stays, and a member orders only its own notices erased")
    func others() async throws {
        let (notice, id) = try await arrived(11)
        let xc = try await MemoryNode("XC", in: xa.federation)
        let document = NoticeTemplate.retraction(
            .erasure, of: notice, to: [xb.context.member], number: 7, reason: .unlawful,
            statement: "", at: xc.clock.now.flooredToSecond)
        var foreign = document
        foreign["from"] = "XC"
        for member in ["threadId", "noticeNo"] where foreign[member] != nil {
            let number = foreign[member]?.stringValue ?? ""
            foreign[member] = .string("XC" + number.dropFirst(2))
        }
        // The document has no other fault.
        let faults = Notice.read(foreign, rules: xb.context.recipientRules).faults
        #expect(faults.map(\.code) == [.numberForeign])
        let envelope = try await xc.forced(foreign, to: xb.context.member)
        #expect(try await xb.receive(envelope, from: "XC") == "refused notice-invalid")
        let after = await everything(in: xb.store)
        for (name, bytes) in try await traces(of: notice, id) {
            #expect(after.contains(bytes), "\(name)")
        }
    }
}
