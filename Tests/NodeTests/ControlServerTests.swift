import Foundation
import Notices
import Testing

@testable import Node

@Suite("The control server")
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
        for _ in 0..<6_000 where named < ControlServer.clientsMax {
            Thread.sleep(forTimeInterval: 0.01)
            named = try threads(named: ControlServer.threadName)
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
