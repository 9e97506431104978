import Federation
import Foundation
import Notices
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

@Suite("The parts of a data folder belong together")
final class FolderPartsTests {
    private let root = NSTemporaryDirectory() + "heliograph-parts-\(UUID().uuidString)"

    init() throws {
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    private func installation(_ name: String, _ code: String) -> Installation {
        Installation(
            folder: DataFolder(root + "/" + name),
            configuration: Configuration(
                member: SpecimenFederation.member(code), authority: "Specimen Police",
                listen: "127.0.0.1:1", allowSpecimens: true),
            endpoint: "https://127.0.0.1:1",
            contact: .init(telephone: "+999 000 001", hours: "24x7"))
    }

    private func make(_ name: String, _ code: String) throws -> DataFolder {
        let installation = installation(name, code)
        try installation.makeMember(at: SystemClock().now)
        return installation.folder
    }

    /// The code with which a node refuses to open; nil if it opens.
    private func opening(_ folder: DataFolder) async -> Code? {
        do {
            let node = try await HeliographNode.open(folder, log: { _ in })
            await node.close()
            return nil
        } catch {
            return error.code
        }
    }

    private func put(_ source: String, over target: String) throws {
        try Data(contentsOf: URL(fileURLWithPath: source)).write(to: URL(fileURLWithPath: target))
    }

    @Test(
        "a part of another node is refused, and the node works again when it is back",
        arguments: [
            "store/store.db", "store/keys.db", "keys/storage.key", "heliograph.json5",
            "keys/issuing.der", "keys/signing.der", "keys/transport.der", "keys/encryption.der",
        ])
    func exchanged(part: String) async throws {
        let (own, other) = (try make("own", "XA"), try make("other", "XB"))
        #expect(await opening(own) == nil)
        #expect(await opening(other) == nil)
        let path = own.path + "/" + part
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        try put(other.path + "/" + part, over: path)
        #expect(await opening(own) == .folderMixed)
        try before.write(to: URL(fileURLWithPath: path))
        #expect(await opening(own) == nil)
    }

    @Test("an exchanged store leaves the journal of the one that was here as it is")
    func journals() async throws {
        let (own, other) = (try make("own", "XA"), try make("other", "XB"))
        let names = ["store.db", "keys.db"]
        // The folder is left as by a kill: the last changes stand in the journals alone.
        let node = try await HeliographNode.open(own, log: { _ in })
        _ = await node.perform(Call("doctor"), by: Principal(name: nil))
        var kept: [String: Data] = [:]
        for name in names {
            for end in ["", "-wal"] {
                let path = own.store + "/" + name + end
                kept[name + end] = try Data(contentsOf: URL(fileURLWithPath: path))
            }
        }
        await node.close()
        for name in names {
            for (file, bytes) in kept {
                try bytes.write(to: URL(fileURLWithPath: own.store + "/" + file))
            }
            try put(other.store + "/" + name, over: own.store + "/" + name)
            #expect(await opening(own) == .folderMixed)
            for file in kept.keys where file != name {
                let now = try Data(contentsOf: URL(fileURLWithPath: own.store + "/" + file))
                #expect(now == kept[file], "\(file) beside another \(name)")
            }
        }
    }

    @Test("another store of the same member is another store")
    func sameMember() async throws {
        let (own, other) = (try make("own", "XA"), try make("other", "XA"))
        for part in ["store/store.db", "store/keys.db", "keys/storage.key"] {
            let path = own.path + "/" + part
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            try put(other.path + "/" + part, over: path)
            #expect(await opening(own) == .folderMixed, "\(part)")
            try before.write(to: URL(fileURLWithPath: path))
        }
        #expect(await opening(own) == nil)
    }

    @Test("a store that is gone is missed, whatever else is there")
    func gone() async throws {
        let own = try make("own", "XA")
        try FileManager.default.removeItem(atPath: own.store)
        #expect(await opening(own) == .storeMissing)
        try FileManager.default.createDirectory(
            atPath: own.store, withIntermediateDirectories: false)
        #expect(await opening(own) == .storeMissing)
        #expect(try FileManager.default.contentsOfDirectory(atPath: own.store) == [])
    }

    @Test("an init that was broken off is begun anew; one that ended is not")
    func repeated() async throws {
        let own = try make("own", "XA")
        #expect(throws: HeliographError(.folderNotEmpty, "")) { try self.make("own", "XA") }
        // The folder is left as by a kill: some of its files are there, and the mark.
        let all = ["keys", "store", "proposal.json", "lock"]
        for left in [["keys"], ["keys", "store"], all, []] {
            for name in try FileManager.default.contentsOfDirectory(atPath: own.path)
            where !left.contains(name) {
                try FileManager.default.removeItem(atPath: own.path + "/" + name)
            }
            try Data().write(to: URL(fileURLWithPath: own.unfinished))
            #expect(await opening(own) == .folderMissing)
            _ = try make("own", "XA")
            #expect(await opening(own) == nil)
        }
        // Half-written files of an init do not keep it from beginning anew.
        try FileManager.default.removeItem(atPath: own.configuration)
        for name in ["proposal.json.new", "heliograph.json5.new", "keys/signing.der.new"] {
            try Data("half".utf8).write(to: URL(fileURLWithPath: own.path + "/" + name))
        }
        try Data().write(to: URL(fileURLWithPath: own.unfinished))
        _ = try make("own", "XA")
        #expect(await opening(own) == nil)
    }

    @Test(
        "what init did not make is not cleared away, nor what it made beside that",
        arguments: [
            "letter", "keys/valuable.key", "keys/signing-0123456789abcdef.key", "store/other.db",
        ])
    func others(name: String) async throws {
        let own = try make("own", "XA")
        let key = try Data(contentsOf: URL(fileURLWithPath: own.keys + "/root.key"))
        try FileManager.default.removeItem(atPath: own.configuration)
        try Data().write(to: URL(fileURLWithPath: own.unfinished))
        try Data("mine".utf8).write(to: URL(fileURLWithPath: own.path + "/" + name))
        #expect(throws: HeliographError(.folderNotEmpty, "")) { try self.make("own", "XA") }
        #expect(try Data(contentsOf: URL(fileURLWithPath: own.keys + "/root.key")) == key)
        #expect(FileManager.default.fileExists(atPath: own.path + "/" + name))
    }

    @Test("a node that is whole is never begun anew, whatever mark lies beside it, running or not")
    func whole() async throws {
        let own = try make("own", "XA")
        let key = try Data(contentsOf: URL(fileURLWithPath: own.keys + "/root.key"))
        try Data().write(to: URL(fileURLWithPath: own.unfinished))
        #expect(throws: HeliographError(.folderNotEmpty, "")) { try self.make("own", "XA") }
        let node = try await HeliographNode.open(own, log: { _ in })
        #expect(throws: HeliographError(.folderNotEmpty, "")) { try self.make("own", "XA") }
        await node.close()
        #expect(try Data(contentsOf: URL(fileURLWithPath: own.keys + "/root.key")) == key)
    }

    @Test("two inits of one folder do not meet")
    func held() throws {
        let own = DataFolder(root + "/own")
        try FileManager.default.createDirectory(
            atPath: own.path, withIntermediateDirectories: false)
        let lock = try FolderLock(own)
        #expect(throws: HeliographError(.folderInUse, "")) { try self.make("own", "XA") }
        lock.release()
        _ = try make("own", "XA")
    }

    @Test("a ring that is older than what was announced, another node's or gone takes no key away")
    func ring() async throws {
        let (own, other) = (try make("own", "XA"), try make("other", "XB"))
        for folder in [own, other] { #expect(await opening(folder) == nil) }
        let path = own.keys + "/ring.json"
        let old = try Data(contentsOf: URL(fileURLWithPath: path))
        let node = try await HeliographNode.open(own, log: { _ in })
        let revoked = await node.perform(Call("keys.list"), by: Principal(name: nil))
        guard case .done(let list) = revoked,
            let id = list["items"]?.arrayValue?.first(where: {
                $0["role"]?.stringValue == "signing"
            })?["id"]?.stringValue
        else {
            Issue.record("no signing key in the list")
            return
        }
        _ = await node.perform(
            Call("keys.revoke", ["id": .string(id), "reason": "keyCompromise"]),
            by: Principal(name: nil))
        await node.close()
        let before = Set(Files.names(in: own.keys))
        let new = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(new != old, "another key is in use")
        for bad in [old, try Data(contentsOf: URL(fileURLWithPath: other.keys + "/ring.json"))] {
            try bad.write(to: URL(fileURLWithPath: path))
            #expect(await opening(own) == .folderMixed)
            #expect(Set(Files.names(in: own.keys)) == before)
        }
        try FileManager.default.removeItem(atPath: path)
        #expect(await opening(own) == .keyMissing)
        #expect(Set(Files.names(in: own.keys)) == before.subtracting(["ring.json"]))
        try new.write(to: URL(fileURLWithPath: path))
        #expect(await opening(own) == nil)
    }
}
