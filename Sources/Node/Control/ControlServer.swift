import Dispatch
import Foundation
internal import Notices
import Synchronization

/// Answers commands on the data folder's socket while a node runs: for each line in, one line out.
///
/// The socket lies in a folder that only the node's own user may enter.
final class ControlServer: Sendable {
    /// Commands answered at once; more wait.
    static let clientsMax = 16
    /// A client that says nothing for so long is let go.
    static let clientTimeSeconds = 30

    private let socket: UnixSocket
    private let folder: DataFolder
    private let node: HeliographNode

    init(_ node: HeliographNode) throws(HeliographError) {
        self.node = node
        folder = node.folder
        socket = try UnixSocket.listen(folder)
    }

    func start() {
        let places = DispatchSemaphore(value: Self.clientsMax)
        let clients = DispatchQueue(label: "heliograph.control.clients", attributes: .concurrent)
        let (socket, node) = (socket, node)
        Thread.detachNewThread {
            while let client = socket.accept() {
                places.wait()
                clients.async {
                    Self.serve(client, node)
                    places.signal()
                }
            }
        }
    }

    func stop() {
        socket.shutDown()
        socket.close()
        unlink(folder.socket)
    }

    /// Blocks one of the queue's threads, never the cooperative pool.
    private static func serve(_ client: UnixSocket, _ node: HeliographNode) {
        defer { client.close() }
        client.setTimeout(clientTimeSeconds)
        let answered = DispatchSemaphore(value: 0)
        let next = Next()
        while next.isAsked.load(ordering: .relaxed), let (line, files) = client.readCommand() {
            Task {
                let (answer, more) = await answer(line, files, node)
                client.writeLine(answer.json.encoded())
                next.isAsked.store(more, ordering: .relaxed)
                answered.signal()
            }
            answered.wait()
        }
    }

    /// Whether one more command will come on a line.
    private final class Next: Sendable {
        let isAsked = Atomic(true)
    }

    /// - Returns: whether the client said that it has more to ask; one that did not reads to the end.
    private static func answer(
        _ line: [UInt8], _ files: [HandedFile], _ node: HeliographNode
    ) async -> (Answer, more: Bool) {
        let limits = JSONLimits(
            bytesMax: UnixSocket.messageBytesMax, depthMax: 72, valuesMax: 2_000_000)
        guard let json = try? JSON.parse(line, limits: limits), let command = Command(json) else {
            let error = HeliographError(.usage, "The command is not one line of JSON.")
            return (.refused(error), false)
        }
        let more = json["more"]?.boolValue ?? false
        return (await node.perform(command, files: files), more)
    }
}
