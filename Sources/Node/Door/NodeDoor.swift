public import Asking
import Foundation
public import Notices
internal import Office
public import Station

/// The door to a data folder, for one command or many: opens the node if it is stopped, and talks
/// to it over its socket if it runs.
public struct NodeDoor: Sendable {
    private let folder: DataFolder

    /// The door to a folder; nothing is opened yet.
    public init(_ folder: DataFolder) {
        self.folder = folder
    }

    /// Reads the configuration of a data folder, which needs no open node.
    ///
    /// - Throws: `folderMissing`, `configurationInvalid`, `fileUnreadable`.
    public static func configuration(
        of folder: DataFolder
    ) throws(HeliographError)
        -> Configuration
    {
        try folder.checkExists()
        return try Configuration.read(in: folder)
    }

    /// True if a node runs on the folder: then things arrive and leave.
    public var nodeRuns: Bool {
        do throws(HeliographError) {
            try folder.checkExists()
            try FolderLock(folder).release()
            return false
        } catch {
            return error.code == .folderInUse
        }
    }

    /// Carries a command out.
    ///
    /// - Parameter files: read for its attachments, or written with them; `UnixSocket.filesMax` at
    ///   most.
    /// - Returns: the answer, or the refusal of a folder that cannot be opened.
    public func perform(_ call: Call, files: [HandedFile] = []) async -> Answer {
        guard files.count <= UnixSocket.filesMax else {
            return .refused(
                HeliographError(
                    .usage, "A call has at most \(UnixSocket.filesMax) attachments."))
        }
        return await perform([call], files: files)[0]
    }

    /// Carries calls out one after the other, in one opening of a stopped node.
    ///
    /// - Parameter answered: called after each, with the number of commands answered so far.
    public func perform(
        _ calls: [Call], answered: (Int) -> Void = { _ in }
    ) async -> [Answer] {
        await perform(calls, files: [], answered)
    }

    private func perform(
        _ calls: [Call], files: [HandedFile], _ answered: (Int) -> Void = { _ in }
    ) async -> [Answer] {
        do throws(HeliographError) {
            try folder.checkExists()
            let node: HeliographNode
            do throws(HeliographError) {
                node = try await HeliographNode.open(folder, log: Log.nowhere)
            } catch {
                guard error.code == .folderInUse else { throw error }
                return try ask(calls, files, answered)
            }
            var answers: [Answer] = []
            for call in calls {
                let user = getuid()
                answers.append(
                    await node.perform(call, from: user, .folder(user: user), files: files))
                answered(answers.count)
            }
            await node.close()
            return answers
        } catch {
            return calls.map { _ in .refused(error) }
        }
    }

    /// Asks over the socket. Blocks; a command line has nothing else to do.
    private func ask(
        _ calls: [Call], _ files: [HandedFile], _ answered: (Int) -> Void
    ) throws(HeliographError) -> [Answer] {
        let connection = try NodeConnection(folder)
        var answers: [Answer] = []
        for call in calls {
            answers.append(connection.ask(call, files: files))
            answered(answers.count)
        }
        return answers
    }
}
