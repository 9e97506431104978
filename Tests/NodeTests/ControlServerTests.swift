import Foundation
import Notices
import Synchronization
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

@Suite("The control server", .serialized)
struct ControlServerTests {
    @Test(
        "as many silent clients as there are places hold threads of their own, none of Dispatch's")
    func silentClients() throws {
        let path = NSTemporaryDirectory() + "heliograph-control.\(UUID())"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let folder = DataFolder(path)
        let server = try ControlServer(folder, clientTimeSeconds: 900) { call, _, _ in
            .done(.string(call.operation))
        }
        server.start()
        defer { server.stop() }
        var silent: [UnixSocket] = []
        defer { for client in silent { client.close() } }
        // The clients are one more than the places: the last one waits.
        for _ in 0...ControlServer.clientsMax { silent.append(try UnixSocket.connect(folder)) }
        // The loop sleeps instead of suspending, because the thing under test must not need a
        // thread of Dispatch.
        var named = 0
        for _ in 0..<6_000 where named != ControlServer.clientsMax {
            Thread.sleep(forTimeInterval: 0.01)
            named = try threads(named: ControlServer.threadName)
        }
        #expect(named == ControlServer.clientsMax)
    }

    @Test("the socket is for its owner alone, by its own mode as well as by its folder's")
    func mode() throws {
        let (folder, server) = try server("answer", seconds: 900)
        defer {
            server.stop()
            try? FileManager.default.removeItem(atPath: folder.path)
        }
        let mode = try FileManager.default.attributesOfItem(atPath: folder.socket)[
            .posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test("no more commands are answered at once than there are places, and all of them in the end")
    func places() async throws {
        let path = NSTemporaryDirectory() + "heliograph-control.\(UUID())"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let folder = DataFolder(path)
        let counts = Mutex((now: 0, most: 0))
        let gate = Flag()
        let server = try ControlServer(folder, clientTimeSeconds: 900) { call, _, _ in
            counts.withLock { counts in
                counts.now += 1
                counts.most = max(counts.most, counts.now)
            }
            try? await eventually("the gate is opened") { gate.isRaised }
            counts.withLock { $0.now -= 1 }
            return .done(.string(call.operation))
        }
        server.start()
        defer {
            gate.raise()
            server.stop()
        }
        let all = ControlServer.clientsMax + 8
        var answers: [Task<String?, any Error>] = []
        for _ in 0..<all { answers.append(Task { try await asked(folder) }) }
        try await eventually("every place is taken") {
            counts.withLock { $0.now } >= ControlServer.clientsMax
        }
        // A client without a place would come in during this time.
        try await Task.sleep(for: .milliseconds(300))
        gate.raise()
        for answer in answers { #expect(try await answer.value?.contains("done") == true) }
        #expect(counts.withLock { $0.most } == ControlServer.clientsMax)
    }

    @Test("clients that say nothing at all do not keep their places")
    func silentForEver() async throws {
        let (folder, server) = try server("answer", seconds: 1)
        defer {
            server.stop()
            try? FileManager.default.removeItem(atPath: folder.path)
        }
        var silent: [UnixSocket] = []
        defer { for client in silent { client.close() } }
        for _ in 0..<ControlServer.clientsMax { silent.append(try UnixSocket.connect(folder)) }
        #expect(try await asked(folder)?.contains("answer") == true)
    }

    @Test(
        "a line that is no call of this version is refused with the way out",
        arguments: [#"{"command":"outbox"}"#, #"{"operation":7}"#, "[]", "no JSON"])
    func otherForm(line: String) async throws {
        let (folder, server) = try server("answer", seconds: 900)
        defer {
            server.stop()
            try? FileManager.default.removeItem(atPath: folder.path)
        }
        #expect(try await asked(folder, line)?.contains(Catalogue.oneVersion) == true)
    }

    private func server(_ answer: String, seconds: Int) throws -> (DataFolder, ControlServer) {
        let path = NSTemporaryDirectory() + "heliograph-control.\(UUID())"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let folder = DataFolder(path)
        let server = try ControlServer(folder, clientTimeSeconds: seconds) { _, _, _ in
            .done(.string(answer))
        }
        server.start()
        return (folder, server)
    }

    /// Asks on another thread, because the answer itself needs a thread of Dispatch.
    private func asked(
        _ folder: DataFolder, _ line: String = #"{"operation":"x","arguments":{}}"#
    ) async throws -> String? {
        let client = try UnixSocket.connect(folder)
        // The limit is far beyond the usual time; a failing test ends by it.
        client.setTimeout(60)
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                client.writeLine(Array(line.utf8))
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
