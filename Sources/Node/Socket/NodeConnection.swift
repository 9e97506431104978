public import Asking
public import Notices
internal import Office
public import Station

/// An open line to a running node, which answers each command before the next.
public final class NodeConnection: Sendable {
    /// The longest that a running node may take to answer.
    static let answerTimeSeconds = 60
    /// The longest for a command with files: a gibibyte is read, sealed and written on a slow disk.
    static let answerTimeWithFilesSeconds = 900

    private let socket: UnixSocket
    private let folder: DataFolder

    /// Connects to the node.
    ///
    /// - Throws: `nodeSilent`.
    public init(_ folder: DataFolder) throws(HeliographError) {
        self.folder = folder
        socket = try UnixSocket.connect(folder)
    }

    deinit { socket.close() }

    /// Sends a call and blocks until the node has answered.
    ///
    /// - Returns: the answer; a refusal with `nodeSilent` if none comes in time.
    public func ask(_ call: Call, files: [HandedFile] = []) -> Answer {
        socket.setTimeout(
            files.isEmpty ? Self.answerTimeSeconds : Self.answerTimeWithFilesSeconds)
        var line = call.json
        line["more"] = true
        guard socket.writeLine(line.encoded(), files: files),
            let line = socket.readLine(),
            let answer = (try? JSON.parse(line, limits: UnixSocket.lineLimits)).flatMap({
                Answer($0)
            })
        else {
            return .refused(
                HeliographError(.nodeSilent, "The node in \(folder.path) does not answer."))
        }
        return answer
    }
}
