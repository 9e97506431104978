import Federation
import Foundation
import Notices
import PeerLink
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

@Suite("The doctor tries the work itself")
final class DoctorTests {
    private let folder = DataFolder(
        NSTemporaryDirectory() + "heliograph-doctor-\(UUID().uuidString)")

    deinit { try? FileManager.default.removeItem(atPath: folder.path) }

    private func node(dropFolder: String? = nil) async throws -> HeliographNode {
        var configuration = Configuration(
            member: SpecimenFederation.member("XA"), authority: "Specimen Police",
            listen: "127.0.0.1:0", allowSpecimens: true)
        configuration.dropFolder = dropFolder ?? ""
        try Installation(
            folder: folder, configuration: configuration,
            endpoint: "https://127.0.0.1:1",
            contact: .init(telephone: "+999 000 001", hours: "24x7")
        ).makeMember(at: SystemClock().now)
        return try await HeliographNode.open(folder, log: { _ in })
    }

    private func findings(_ node: HeliographNode) async throws -> [String: JSON] {
        guard case .done(let answer) = await node.perform(Call("doctor"), by: Principal(name: nil))
        else {
            throw WaitedInVain(what: "an answer of the doctor")
        }
        var found: [String: JSON] = [:]
        for item in answer["items"]?.arrayValue ?? [] {
            let check = item["check"]?.stringValue ?? ""
            // If one check has several findings, the bad one counts.
            if found[check]?["ok"]?.boolValue != false { found[check] = item }
        }
        return found
    }

    @Test("a sound node writes, syncs, has room and files to open")
    func sound() async throws {
        let node = try await node()
        let found = try await findings(node)
        for check in ["store", "disk", "descriptors", "key-signing", "key-transport", "door"] {
            #expect(found[check]?["ok"]?.boolValue == true, "\(check)")
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/.doctor"))
        await node.close()
    }

    @Test("a node that is not in the list does not answer at its own door, and is told so")
    func door() async throws {
        let node = try await node()
        _ = try await node.serve()
        // There is no trust list yet: nobody may come in.
        #expect(try await findings(node)["door"]?["ok"]?.boolValue == false)
        await node.close()
    }

    @Test("a configuration with which the node would not start again is found while it runs")
    func configuration() async throws {
        let node = try await node()
        #expect(try await findings(node)["configuration"]?["ok"] == true)
        let sound = try Files.read(folder.configuration)
        let text = String(decoding: sound, as: UTF8.self)
        try Files.write(
            Array(text.replacing("timeZone: \"\"", with: "timeZone: \"Europe/Malt\"").utf8),
            to: folder.configuration)
        let broken = try #require(try await findings(node)["configuration"])
        #expect(broken["ok"] == false)
        #expect(broken["sentence"]?.stringValue?.contains("Europe/Malt") == true)
        try Files.write(
            Array(text.replacing("timeZone: \"\"", with: "timeZone: \"Europe/Malta\"").utf8),
            to: folder.configuration)
        let changed = try #require(try await findings(node)["configuration"])
        #expect(changed["ok"] == false)
        #expect(changed["next"]?.stringValue?.contains("Restart") == true)
        await node.close()
    }

    @Test("a disk that takes no write is found, though everything on it can be read")
    func disk() async throws {
        let node = try await node()
        // This folder stands in the way of the doctor's file.
        try FileManager.default.createDirectory(
            atPath: folder.path + "/.doctor", withIntermediateDirectories: false)
        let found = try await findings(node)
        #expect(found["disk"]?["ok"]?.boolValue == false)
        #expect(found["disk"]?["next"]?.stringValue?.isEmpty == false)
        await node.close()
    }

    @Test(
        "what was moved away under a node that runs is found while it can be brought back",
        arguments: ["store/store.db", "store/keys.db", "keys/storage.key", "heliograph.json5"])
    func moved(part: String) async throws {
        let node = try await node()
        try FileManager.default.moveItem(
            atPath: folder.path + "/" + part, toPath: folder.path + "/away")
        let found = try await findings(node)
        let check = part.hasSuffix("storage.key") ? "storage-key" : "disk"
        #expect(found[check]?["ok"]?.boolValue == false)
        await node.close()
    }

    @Test("a drop folder that nobody can write into is found before a notice waits for it")
    func dropFolder() async throws {
        let drop = folder.path + "-drop"
        defer { try? FileManager.default.removeItem(atPath: drop) }
        let node = try await node(dropFolder: drop)
        #expect(try await findings(node)["handover"]?["ok"]?.boolValue == false)
        try FileManager.default.createDirectory(atPath: drop, withIntermediateDirectories: false)
        #expect(try await findings(node)["handover"]?["ok"]?.boolValue == true)
        await node.close()
    }

    @Test("each folder is tried, also where one volume has them all")
    func eachFolder() async throws {
        let node = try await node()
        for name in ["store", "keys"] {
            let way = folder.path + "/\(name)/.doctor"
            try FileManager.default.createDirectory(
                atPath: way, withIntermediateDirectories: false)
            #expect(try await findings(node)["disk"]?["ok"]?.boolValue == false, "\(name)")
            try FileManager.default.removeItem(atPath: way)
        }
        await node.close()
    }
}
