import Foundation
import Notices
import Testing

@testable import Node

@Suite struct FilesTests {
    @Test("a file that the disk cannot read is an error, and no empty file")
    func unreadable() throws {
        // Reading this process's first bytes of memory, where nothing is, gives EIO.
        #expect(throws: HeliographError(.fileUnreadable, "")) {
            _ = try Files.read("/proc/self/mem")
        }
        #expect(try Files.read("/dev/null") == [])
    }

    @Test("a full disk is called so")
    func full() throws {
        let folder = try ScratchFolder()
        let path = folder.path + "/file"
        // What is written first goes where nothing fits.
        try FileManager.default.createSymbolicLink(
            atPath: path + ".new", withDestinationPath: "/dev/full")
        #expect(throws: HeliographError(.diskFull, "")) { try Files.write([1, 2, 3], to: path) }
        #expect(!Files.exists(path))
    }
}
