import Foundation
public import Notices

/// The door to a data folder, for one command or many: opens the node if it is stopped, and talks
/// to it over its socket if it runs.
public struct NodeDoor: Sendable {
    /// How long a running node may take to answer.
    static let answerTimeSeconds = 60
    /// The same for a command with files: a gibibyte is read, sealed and written on a slow disk.
    static let answerTimeWithFilesSeconds = 900

    private let folder: DataFolder

    public init(_ folder: DataFolder) {
        self.folder = folder
    }

    /// The configuration of a data folder, which needs no open node.
    public static func configuration(
        of folder: DataFolder
    ) throws(HeliographError)
        -> Configuration
    {
        try folder.checkExists()
        return try Configuration.read(try Files.read(folder.configuration))
    }

    /// - Parameter files: what its attachments are read from, or written to; `UnixSocket.filesMax` at
    ///   most.
    public func perform(_ command: Command, files: [HandedFile] = []) async -> Answer {
        guard files.count <= UnixSocket.filesMax else {
            return .refused(
                HeliographError(
                    .usage, "A command has at most \(UnixSocket.filesMax) attachments."))
        }
        return await perform([command], files: files)[0]
    }

    /// Carries commands out one after the other, in one opening of a stopped node.
    public func perform(_ commands: [Command]) async -> [Answer] {
        await perform(commands, files: [])
    }

    private func perform(_ commands: [Command], files: [HandedFile]) async -> [Answer] {
        do throws(HeliographError) {
            try folder.checkExists()
            let node: HeliographNode
            do throws(HeliographError) {
                node = try await HeliographNode.open(folder, log: Log.nowhere)
            } catch {
                guard error.code == .folderInUse else { throw error }
                var answers: [Answer] = []
                for command in commands { answers.append(ask(command, files)) }
                return answers
            }
            var answers: [Answer] = []
            for command in commands { answers.append(await node.perform(command, files: files)) }
            await node.close()
            return answers
        } catch {
            return commands.map { _ in .refused(error) }
        }
    }

    /// Over the socket. Blocks; a command line has nothing else to do.
    private func ask(_ command: Command, _ files: [HandedFile]) -> Answer {
        do throws(HeliographError) {
            let socket = try UnixSocket.connect(folder)
            defer { socket.close() }
            socket.setTimeout(
                files.isEmpty ? Self.answerTimeSeconds : Self.answerTimeWithFilesSeconds)
            let limits = JSONLimits(
                bytesMax: UnixSocket.messageBytesMax, depthMax: 72, valuesMax: 2_000_000)
            guard socket.writeLine(command.json.encoded(), files: files),
                let line = socket.readLine(),
                let answer = (try? JSON.parse(line, limits: limits)).flatMap({ Answer($0) })
            else {
                throw HeliographError(.nodeSilent, "The node in \(folder.path) does not answer.")
            }
            return answer
        } catch {
            return .refused(error)
        }
    }
}
