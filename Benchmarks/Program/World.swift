internal import Asking
internal import Foundation
internal import Node
internal import Notices
internal import Office
internal import PeerLink
internal import Station
internal import Synchronization

/// A federation of real nodes on loopback, in a folder that is removed at the end.
final class World {
    let nodes: [NodeProcess]
    let codes: [String]
    private let path: String
    private let lines: [DelayedLine]
    private let numbers = Atomic(0)

    /// Runs a body with a world, and ends the world.
    ///
    /// - Parameter delay: seconds that each byte to and from the receivers takes, each way.
    static func with<T>(
        _ codes: [String], _ options: Options, delay: Double = 0, _ body: (World) throws -> T
    ) throws -> T {
        let world = try World(codes, options.program, delay)
        defer { world.end() }
        return try body(world)
    }

    /// A world that its maker must end.
    init(_ codes: [String], _ program: String, _ delay: Double = 0) throws {
        self.codes = codes
        path = Leavings.folder("bench")
        let path = path
        func heliograph(_ arguments: String...) throws -> String {
            try NodeProcess.run(program, arguments)
        }
        _ = try heliograph(
            "federation", "create", "--dir", path + "/federation", "--name", "bench", "--days", "30"
        )
        var lines: [DelayedLine] = []
        for (code, port) in zip(codes, try FreePorts.find(codes.count)) {
            let folder = path + "/" + code
            var seen = port
            if delay > 0, code != codes[0] {
                lines.append(try DelayedLine(to: port, delay: delay))
                seen = lines[lines.count - 1].port
            }
            _ = try heliograph(
                "init", "--dir", folder, "--member", code, "--authority",
                "Specimen Police of \(code)", "--listen", "127.0.0.1:\(port)", "--endpoint",
                "https://127.0.0.1:\(seen)", "--telephone", "+999 000 000",
                "--hours", "24x7", "--specimens")
            _ = try heliograph(
                "federation", "propose", folder + "/proposal.json", "--dir", path + "/federation")
        }
        _ = try heliograph("federation", "sign", "secretariat", "--dir", path + "/federation")
        _ = try heliograph("federation", "publish", "--dir", path + "/federation")
        let digest = try heliograph(
            "federation", "export", "--dir", path + "/federation", "--out", path + "/trust"
        ).trimmingCharacters(in: .whitespacesAndNewlines)
        for code in codes {
            _ = try heliograph(
                "trust", "import", path + "/trust", "--digest", digest, "--dir", path + "/" + code)
        }
        self.lines = lines
        nodes = codes.map { NodeProcess(program, DataFolder(path + "/" + $0)) }
    }

    func end() {
        for node in nodes { node.stop() }
        Leavings.remove(path)
    }

    var sender: NodeProcess { nodes[0] }
    var receiver: NodeProcess { nodes[1] }

    func start() throws { for node in nodes { try node.start() } }

    /// A call that sends a notice with a number of its own.
    func command(kind: NoticeKind = .greenNotice, to: [String]? = nil) throws -> Call {
        guard let from = MemberCode(codes[0]) else { throw BenchFailure("No sender.") }
        let number = numbers.add(1, ordering: .relaxed).newValue
        let document = NoticeTemplate.specimen(
            kind: kind, from: from, to: (to ?? [codes[1]]).compactMap { MemberCode($0) },
            at: Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)).flooredToSecond,
            arrival: kind == .greenNotice
                ? nil
                : Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000) + 3 * 3_600_000),
            number: number)
        return Call(
            "notice.send", as: "officer-7",
            ["document": document, "approvedBy": "supervisor-1"])
    }

    /// Sends a number of notices on some connections at once, each as fast as it is answered.
    ///
    /// - Returns: the ids of the messages.
    func submit(
        _ count: Int, connections: Int = 16, kind: NoticeKind = .greenNotice,
        to recipients: [String]? = nil
    ) throws -> [String] {
        let commands = try (0..<count).map { _ in try command(kind: kind, to: recipients) }
        let next = Atomic(0)
        let ids = Mutex<[String]>([])
        let failure = Mutex<String?>(nil)
        let folder = sender.folder
        onThreads(connections) { _ in
            var mine: [String] = []
            do throws(HeliographError) {
                let connection = try NodeConnection(folder)
                while true {
                    let place = next.add(1, ordering: .relaxed).oldValue
                    guard place < commands.count else { break }
                    switch connection.ask(commands[place]) {
                    case .done(let json):
                        mine +=
                            json["messages"]?.arrayValue?.compactMap { $0["id"]?.stringValue } ?? []
                    case .refused(let error): throw error
                    }
                }
            } catch {
                failure.withLock {
                    $0 = "\(error.code.rawValue): \(error.sentence) \(error.faults)"
                }
            }
            ids.withLock { $0 += mine }
        }
        if let failure = failure.withLock({ $0 }) { throw BenchFailure("Not sent: \(failure)") }
        return ids.withLock { $0 }
    }
}
