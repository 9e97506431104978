import Foundation
import Notices
import Synchronization
import Testing

@testable import Node

@Suite("The control server", .serialized)
struct ControlServerTests {
    @Test(
        "as many silent clients as there are places hold threads of their own, none of Dispatch's")
    func silentClients() throws {
        let path = NSTemporaryDirectory() + "heliograph-control.\(UUID())"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let folder = DataFolder(path)
        let server = try ControlServer(folder, clientTimeSeconds: 900) { command, _ in
            .done(.string(command.name))
        }
        server.start()
        defer { server.stop() }
        var silent: [UnixSocket] = []
        defer { for client in silent { client.close() } }
        for _ in 0..<ControlServer.clientsMax { silent.append(try UnixSocket.connect(folder)) }
        // Sleeps instead of suspending: what is looked for must not need a thread of Dispatch's to happen.
        var named = 0
        for _ in 0..<6_000 where named != ControlServer.clientsMax {
            Thread.sleep(forTimeInterval: 0.01)
            named = try threads(named: ControlServer.threadName)
        }
        #expect(named == ControlServer.clientsMax)
    }

    private func server(_ answer: String, seconds: Int) throws -> (DataFolder, ControlServer) {
        let path = NSTemporaryDirectory() + "heliograph-control.\(UUID())"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let folder = DataFolder(path)
        let server = try ControlServer(folder, clientTimeSeconds: seconds) { _, _ in
            .done(.string(answer))
        }
        server.start()
        return (folder, server)
    }

    /// The answer needs a thread of Dispatch's: this waits on another.
    private func asked(_ folder: DataFolder) async throws -> String? {
        let client = try UnixSocket.connect(folder)
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                client.writeLine(Array(#"{"command":"x","arguments":{}}"#.utf8))
                let line = client.readLine()
                client.close()
                continuation.resume(
                    returning: line.map { String(decoding: $0, as: UTF8.self) })
            }
        }
    }

    @Test("clients that say a byte now and then do not keep their places")
    func slowClients() async throws {
        let (folder, server) = try server("answer", seconds: 1)
        defer {
            server.stop()
            try? FileManager.default.removeItem(atPath: folder.path)
        }
        let isOver = Atomic(false)
        defer { isOver.store(true, ordering: .relaxed) }
        var slow: [UnixSocket] = []
        defer { for client in slow { client.close() } }
        for _ in 0..<ControlServer.clientsMax { slow.append(try UnixSocket.connect(folder)) }
        let descriptors = slow.map(\.descriptor)
        let (ended, end) = AsyncStream<Void>.makeStream()
        Thread.detachNewThread {
            while !isOver.load(ordering: .relaxed) {
                for descriptor in descriptors { send(descriptor, "x", 1, Int32(MSG_NOSIGNAL)) }
                Thread.sleep(forTimeInterval: 0.2)
            }
            end.finish()
        }
        #expect(try await asked(folder)?.contains("answer") == true)
        isOver.store(true, ordering: .relaxed)
        for await _ in ended {}
    }

    @Test("one that is stopped while all places are taken takes nobody from the next")
    func stoppedWhileFull() async throws {
        let (former, first) = try server("first", seconds: 900)
        var silent: [UnixSocket] = []
        for _ in 0...ControlServer.clientsMax { silent.append(try UnixSocket.connect(former)) }
        first.stop()
        let (folder, second) = try server("second", seconds: 900)
        for client in silent { client.close() }
        for _ in 0..<20 { #expect(try await asked(folder)?.contains("second") == true) }
        second.stop()
        for folder in [former, folder] { try FileManager.default.removeItem(atPath: folder.path) }
    }

    private func threads(named name: String) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")
            .count { task in
                let said = try? String(
                    contentsOfFile: "/proc/self/task/\(task)/comm", encoding: .utf8)
                return said == name + "\n"
            }
    }
}
