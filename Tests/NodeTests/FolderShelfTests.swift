import Foundation
import Notices
import Ports
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

/// Both shelves do the same; a shelf on a disk does it with files.
@Suite("Shelves")
struct FolderShelfTests {
    private let folder = NSTemporaryDirectory() + "heliograph-" + UUID().uuidString
    private let name: AttachmentName
    private let draft: ShelfPlace

    init() throws {
        var make = Specimen(seed: 80)
        name = AttachmentName(from: Specimen.member("XB"), sealed: make.digest())
        draft = .draft(make.recordID())
    }

    @Test("what is written is read, moved and taken away", arguments: [true, false])
    func life(isOnDisk: Bool) async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let shelf: any AttachmentShelf =
            isOnDisk ? FolderShelf(folder: folder) : MemoryShelf()
        #expect(try await shelf.places() == [])
        #expect(try await shelf.byteCount(of: draft) == nil)
        await #expect(throws: HeliographError.self) {
            try await shelf.read(draft, at: 0, count: 1)
        }
        try await shelf.write([7, 8, 9], to: draft, at: 5)
        #expect(try await shelf.read(draft, at: 0, count: 6) == [0, 0, 0, 0, 0, 7])
        #expect(try await shelf.read(draft, at: 6, count: 9) == [8, 9])
        #expect(try await shelf.usage(of: name.from) == 0, "a draft is nobody's yet")
        try await shelf.move(draft, to: .part(name))
        try await shelf.write([1], to: .part(name), at: 0)
        #expect(try await shelf.places() == [.part(name)])
        try await shelf.move(.part(name), to: .whole(name))
        #expect(try await shelf.byteCount(of: .whole(name)) == 8)
        #expect(try await shelf.read(.whole(name), at: 0, count: 99) == [1, 0, 0, 0, 0, 7, 8, 9])
        #expect(try await shelf.usage(of: name.from) > 0)
        #expect(try await shelf.usage(of: Specimen.member("XC")) == 0)
        try await shelf.remove(.whole(name))
        try await shelf.remove(.whole(name))
        #expect(try await shelf.places() == [])
    }

    @Test("files are their owner's alone, a link is not followed, and strange names are left alone")
    func files() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let shelf = FolderShelf(folder: folder)
        try await shelf.write([1], to: .whole(name), at: 0)
        var status = stat()
        #expect(stat(folder + "/\(name)", &status) == 0 && status.st_mode & 0o777 == 0o600)
        let target = folder + "/elsewhere"
        try Data([5]).write(to: URL(fileURLWithPath: target))
        try FileManager.default.createSymbolicLink(
            atPath: folder + "/\(name).part", withDestinationPath: target)
        await #expect(throws: HeliographError.self) {
            try await shelf.write([6], to: .part(name), at: 0)
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: target)) == Data([5]))
        #expect(try await shelf.places() == [.whole(name), .part(name)])
    }
}
