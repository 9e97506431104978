internal import Administration
internal import Asking
internal import Certificates
internal import Federation
import Foundation
internal import Membership
internal import Notices
internal import Office
internal import PeerLink
internal import Secretariat
internal import Station
import Synchronization

/// The three data folders of the demonstration, and the processes that run on them.
struct DemoWorld: Sendable {
    let xa: DemoNode
    let xb: DemoNode
    let xc: DemoNode

    /// Makes keys, the trust list and three data folders.
    static func make(in folder: String, at now: Instant) async throws(HeliographError) -> DemoWorld
    {
        try Files.makeFolder(folder)
        let secretariat = Secretariat(folder + "/federation")
        try secretariat.create(
            name: "demo", signers: ["secretariat"], threshold: 1, at: now, validFor: .days(30),
            signersValidFor: .days(365))
        var nodes: [DemoNode] = []
        for (name, port) in zip(["XA", "XB", "XC"], try FreePorts.find(3)) {
            let node = DemoNode(DataFolder(folder + "/" + name.lowercased()))
            guard let member = MemberCode(name) else {
                throw HeliographError(.internalFault, "\(name) is a member code.")
            }
            let listen = "127.0.0.1:\(port)"
            var configuration = Configuration(
                member: member, authority: "Specimen Police of \(name)", listen: listen,
                allowSpecimens: true)
            configuration.trustsNames = true
            try Installation(
                folder: node.folder, configuration: configuration,
                endpoint: "https://" + listen,
                contact: .init(telephone: "+999 000 \(port)", hours: "24x7")
            ).makeMember(at: now)
            try secretariat.propose(try Proposal.read(try Files.read(node.folder.proposal)))
            nodes.append(node)
        }
        _ = try secretariat.sign("secretariat", at: now)
        _ = try secretariat.publish(at: now)
        let (_, digest) = try secretariat.export(to: folder + "/trust")
        for node in nodes {
            _ = try await node.perform(
                Call(try TrustExport(folder + "/trust").importing(digest.description)))
        }
        return DemoWorld(xa: nodes[0], xb: nodes[1], xc: nodes[2])
    }

    func stop() async {
        for node in [xa, xb, xc] { await node.stop() }
    }
}

/// One node of the demonstration: a data folder, and at times a process of this same program.
final class DemoNode: Sendable {
    let folder: DataFolder
    private let process = Mutex<Process?>(nil)

    init(_ folder: DataFolder) {
        self.folder = folder
    }

    /// Starts the process and waits until it listens. Its log goes into its data folder.
    func start() async throws(HeliographError) {
        let program = "/proc/self/exe"
        guard let path = try? FileManager.default.destinationOfSymbolicLink(atPath: program) else {
            throw HeliographError(.internalFault, "This program cannot find itself.")
        }
        let log = folder.path + "/node.log"
        try Files.write([], to: log)
        let child = Process()
        child.executableURL = URL(fileURLWithPath: path)
        child.arguments = ["run", "--dir", folder.path]
        child.standardError = FileHandle(forWritingAtPath: log)
        let output = Pipe()
        child.standardOutput = output
        child.standardInput = FileHandle.nullDevice
        do {
            try child.run()
        } catch {
            throw HeliographError(.internalFault, "A node could not be started.")
        }
        // One line, "listening on port …", or the end of the process.
        let line = output.fileHandleForReading.availableData
        guard !line.isEmpty else {
            throw HeliographError(
                .nodeSilent, "A node ended instead of listening; see \(log).")
        }
        process.withLock { $0 = child }
    }

    /// SIGTERM, and waits for the end.
    func stop() async {
        let child = process.withLock { process in
            defer { process = nil }
            return process
        }
        guard let child, child.isRunning else { return }
        child.terminate()
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                child.waitUntilExit()
                continuation.resume()
            }
        }
    }

    func perform(_ call: Call) async throws(HeliographError) -> JSON {
        switch await NodeDoor(folder).perform(call) {
        case .done(let json): return json
        case .refused(let error): throw error
        }
    }

    func inbox() async throws(HeliographError) -> [JSON] {
        try await perform(Call("inbox.list"))["items"]?.arrayValue ?? []
    }

    /// States of the deliveries to a member.
    func deliveries(to member: String) async throws(HeliographError) -> [String] {
        let items = try await perform(Call("outbox.list"))["items"]?.arrayValue ?? []
        return items.filter { $0["to"]?.stringValue == member }
            .compactMap { $0["state"]?.stringValue }
    }
}
