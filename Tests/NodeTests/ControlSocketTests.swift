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

@Suite("Open files through the control socket")
struct ControlSocketTests {
    private let near: UnixSocket
    private let far: UnixSocket

    init() throws {
        var ends: [Int32] = [0, 0]
        #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        near = UnixSocket(descriptor: ends[0])
        far = UnixSocket(descriptor: ends[1])
    }

    @Test("a line comes with its files, in their order, and what is written to one is in it")
    func files() async throws {
        let line = Array("{\"operation\":\"x\"}".utf8)
        let files = try [[1], [2, 3]].map { try HandedFile.holding($0) }
        #expect(near.writeLine(line, files: files))
        let (got, handed) = try #require(far.readCommand(within: 30))
        #expect(got == line)
        #expect(try handed.map { try $0.byteCount() } == [1, 2])
        try await handed[1].write([9], at: 1)
        #expect(try await files[1].read(at: 0, count: 9) == [2, 9])
        near.close()
        far.close()
    }

    @Test("a line without files, and one that is longer than a packet, come as they were")
    func lines() throws {
        let long = [UInt8](repeating: 0x61, count: 300_000)
        Thread.detachNewThread { [near] in _ = near.writeLine(long, files: []) }
        let (line, none) = try #require(far.readCommand(within: 30))
        #expect(line == long && none.isEmpty)
        near.close()
        far.close()
    }

    @Test("more files than a command may have are let go of, and the command with them")
    func tooMany() throws {
        var pipe: [Int32] = [0, 0]
        #expect(pipe2(&pipe, O_CLOEXEC | O_NONBLOCK) == 0)
        let copies = [Int32](repeating: pipe[1], count: UnixSocket.filesMax + 1)
        #expect(near.hand(copies, with: 0x61))
        #expect(near.writeLine([0x62]))
        close(pipe[1])
        #expect(far.readCommand(within: 30) == nil)
        var byte: UInt8 = 0
        #expect(read(pipe[0], &byte, 1) == 0, "nobody holds the other end any more")
        close(pipe[0])
        near.close()
        far.close()
    }
}
