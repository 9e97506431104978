import Federation
import Foundation
import Notices
import SpecimenFederation
import TestKit
import Testing

@testable import Node

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

    /// How a node is opened: nil if it is.
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
        // As a kill leaves it: some of it is there, and the mark.
        for left in [["keys"], ["keys", "store"], ["keys", "store", "proposal.json"], []] {
            for name in try FileManager.default.contentsOfDirectory(atPath: own.path)
            where !left.contains(name) {
                try FileManager.default.removeItem(atPath: own.path + "/" + name)
            }
            try Data().write(to: URL(fileURLWithPath: own.unfinished))
            #expect(await opening(own) == .folderMissing)
            _ = try make("own", "XA")
            #expect(await opening(own) == nil)
        }
        // Somebody else's files are not cleared away with it.
        try FileManager.default.removeItem(atPath: own.configuration)
        try Data().write(to: URL(fileURLWithPath: own.unfinished))
        try Data("mine".utf8).write(to: URL(fileURLWithPath: own.path + "/letter"))
        #expect(throws: HeliographError(.folderNotEmpty, "")) { try self.make("own", "XA") }
        #expect(FileManager.default.fileExists(atPath: own.path + "/letter"))
    }
}
