import Foundation
import Notices
import Testing

@testable import Node

@Suite("The control server")
struct ControlServerTests {
    @Test("as many silent clients as there are places hold threads of their own, none of Dispatch's")
    func silentClients() async throws {
        let path = NSTemporaryDirectory() + "heliograph-control.\(UUID())"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let folder = DataFolder(path)
        let server = try ControlServer(folder) { command, _ in .done(.string(command.name)) }
        server.start()
        defer { server.stop() }
        var silent: [UnixSocket] = []
        for _ in 1..<ControlServer.clientsMax { silent.append(try UnixSocket.connect(folder)) }
        defer { for client in silent { client.close() } }
        let asking = try NodeConnection(folder)
        guard case .done(let word) = asking.ask(Command("status")) else {
            Issue.record("One place was left.")
            return
        }
        #expect(word == "status")
        // Whoever asked last was answered: every thread was begun before, if perhaps not named yet.
        var named = 0
        for _ in 0..<1_000 where named < ControlServer.clientsMax {
            named = try threads(named: ControlServer.threadName)
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(named == ControlServer.clientsMax)
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
