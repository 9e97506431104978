internal import Asking
import Dispatch
import Foundation
internal import Notices
internal import Office
internal import Station
import Synchronization

/// Answers commands on the data folder's socket while a node runs: for each line in, one line out.
///
/// The socket lies in a folder that only the node's own user may enter.
final class ControlServer: Sendable {
    /// Commands answered at once; more wait.
    static let clientsMax = 16
    /// The name of the threads, as `top -H` shows it; 15 characters are the most.
    static let threadName = "control-client"

    private let socket: UnixSocket
    private let folder: DataFolder
    private let perform: Perform
    private let clientTimeSeconds: Int
    private let isStopping = Mutex(false)

    /// Carries a call out for a user of this machine.
    typealias Perform = @Sendable (Call, UInt32, [HandedFile]) async -> Answer

    /// - Parameter clientTimeSeconds: the time after which a client is let go that says nothing, or
    ///   is not at the end of a command.
    init(
        _ folder: DataFolder, clientTimeSeconds: Int = 30, perform: @escaping Perform
    ) throws(HeliographError) {
        self.folder = folder
        self.clientTimeSeconds = clientTimeSeconds
        self.perform = perform
        socket = try UnixSocket.listen(folder)
    }

    func start() {
        let places = DispatchSemaphore(value: Self.clientsMax)
        Thread.detachNewThread { [self] in
            while let client = socket.accept() {
                places.wait()
                guard !isStopping.withLock({ $0 }) else {
                    client.close()
                    places.signal()
                    break
                }
                // A thread of its own: on one of Dispatch's, everything else of the node would wait
                // for it.
                Thread.detachNewThread { [self] in
                    pthread_setname_np(pthread_self(), Self.threadName)
                    client.setTimeout(clientTimeSeconds)
                    serve(client)
                    places.signal()
                }
            }
            // Closed here and not in `stop`: its number may be another's as soon as it is closed.
            socket.close()
        }
    }

    /// Takes no more clients. One that is being answered is answered.
    func stop() {
        isStopping.withLock { $0 = true }
        socket.shutDown()
        unlink(folder.socket)
    }

    /// Blocks the thread that it is called on, while it reads, waits for the answer, and writes.
    private func serve(_ client: UnixSocket) {
        defer { client.close() }
        // The folder lets nobody in but the node's own user and root.
        guard let user = client.peerUser else { return }
        let answers = Answers()
        while let (line, files) = client.readCommand(within: clientTimeSeconds) {
            Task { answers.give(await Self.answer(line, from: user, files, perform)) }
            guard let (answer, more) = answers.take() else { return }
            client.writeLine(answer.json.encoded())
            guard more else { return }
        }
    }

    /// Hands one answer at a time from where it is found to the thread that waits for it.
    private final class Answers: Sendable {
        private let isThere = DispatchSemaphore(value: 0)
        private let answer = Mutex<(Answer, more: Bool)?>(nil)

        func give(_ new: (Answer, more: Bool)) {
            answer.withLock { $0 = new }
            isThere.signal()
        }

        func take() -> (Answer, more: Bool)? {
            isThere.wait()
            return answer.withLock { $0.take() }
        }
    }

    /// - Returns: true if the client said that it has more to ask; one that did not reads to the
    ///   end.
    private static func answer(
        _ line: [UInt8], from user: UInt32, _ files: [HandedFile], _ perform: Perform
    ) async -> (Answer, more: Bool) {
        guard let json = try? JSON.parse(line, limits: UnixSocket.lineLimits),
            let call = Call(json)
        else {
            let error = HeliographError(
                .usage, "The line is not a call that this node knows. Nothing was done.",
                next: Catalogue.oneVersion)
            return (.refused(error), false)
        }
        let more = json["more"]?.boolValue ?? false
        return (await perform(call, user, files), more)
    }
}
