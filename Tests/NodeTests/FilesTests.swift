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

@Suite struct FilesTests {
    @Test("a file that the disk cannot read is an error, and no empty file")
    func unreadable() throws {
        // Nothing is mapped at the first bytes of this process's memory, so reading them gives EIO.
        #expect(throws: HeliographError(.fileUnreadable, "")) {
            _ = try Files.read("/proc/self/mem")
        }
        #expect(try Files.read("/dev/null") == [])
    }

    @Test("a full disk is called so")
    func full() throws {
        let folder = try ScratchFolder()
        let path = folder.path + "/file"
        // The link leads to a device that is always full.
        try FileManager.default.createSymbolicLink(
            atPath: path + ".new", withDestinationPath: "/dev/full")
        #expect(throws: HeliographError(.diskFull, "")) { try Files.write([1, 2, 3], to: path) }
        #expect(!Files.exists(path))
    }

    @Test("what the disk does not say that it holds is not taken for written")
    func unsynced() throws {
        let folder = try ScratchFolder()
        let path = folder.path + "/file"
        // The link leads to a device that takes every byte and cannot be synced.
        try FileManager.default.createSymbolicLink(
            atPath: path + ".new", withDestinationPath: "/dev/null")
        #expect(throws: HeliographError(.fileUnwritable, "")) {
            try Files.write([1, 2, 3], to: path)
        }
        #expect(!Files.exists(path))
    }

    @Test("a secret that is destroyed is zeros under every name that it had")
    func destroyed() throws {
        let folder = try ScratchFolder()
        let (path, other) = (folder.path + "/key", folder.path + "/other-name")
        try Files.write([UInt8](repeating: 0xA5, count: 5_000), to: path)
        try FileManager.default.linkItem(atPath: path, toPath: other)
        try Files.destroy(path)
        #expect(!Files.exists(path))
        #expect(try Files.read(other) == [UInt8](repeating: 0, count: 5_000))
        try Files.destroy(path)
    }

    @Test("a folder that is made is for its owner alone, and so are the folders on the way to it")
    func folders() throws {
        let folder = try ScratchFolder()
        try Files.makeFolder(folder.path + "/a/b/c")
        for name in ["", "/a", "/a/b", "/a/b/c"] {
            let mode = try FileManager.default.attributesOfItem(atPath: folder.path + name)[
                .posixPermissions]
            #expect(mode as? Int == 0o700, "\(name)")
        }
    }
}
