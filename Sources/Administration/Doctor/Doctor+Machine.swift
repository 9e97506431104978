internal import Asking
internal import Exchange
import Foundation
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// The machine below the node. Each check tries exactly what a message needs.
extension Doctor {
    /// Least free bytes of a volume. With fewer, the next large message or a journal may find no
    /// room.
    private static let freeBytesMin = 256 << 20
    private static let freeFilesMin = 1_000

    /// A check of both files of the store, read from end to end while the node works.
    func store() async -> Finding {
        do throws(HeliographError) {
            do throws(HeliographError) {
                try await context.store.reader.check()
            } catch {
                // The store itself must know of the fault: it stops serving then.
                try await context.store.check()
                throw error
            }
            try await context.store.tryWriting()
            let conflicts = try await context.store.conflicts(limit: 100).count
            return Finding(
                check: "store", isWell: conflicts == 0,
                sentence: conflicts == 0
                    ? "Both files are whole, and take what is written."
                    : "\(conflicts) conflicting message(s) are kept.",
                next: conflicts == 0 ? nil : Code.idConflict.next)
        } catch {
            return Finding(
                check: "store", isWell: false, sentence: error.sentence, next: error.next)
        }
    }

    /// A write and a sync in each folder, and the free room of each volume.
    func disk() async -> [Finding] {
        guard let folder = node.folder else { return [] }
        let thread = DiskThread("heliograph.doctor")
        let findings = try? await thread.run { () throws(HeliographError) in
            Self.lost(folder) + Self.volumes(folder)
        }
        return findings ?? []
    }

    /// Files that are gone while the node still works with its open copies.
    /// The next start would not find them.
    private static func lost(_ folder: DataFolder) -> [Finding] {
        let needed = [
            folder.configuration, folder.keys,
            folder.store + "/store.db", folder.store + "/keys.db",
        ]
        return needed.filter { !Files.exists($0) }.map { path in
            Finding(
                check: "disk", isWell: false, sentence: "\(path) is not there any more.",
                next: "Do not stop the node. Bring back what was moved, then look again.")
        }
    }

    private static func volumes(_ folder: DataFolder) -> [Finding] {
        var findings: [Finding] = []
        var seen: Set<UInt64> = []
        // Attachments and drafts have no folder until the first of them arrives.
        for path in [folder.path, folder.store, folder.keys, folder.attachments, folder.drafts] {
            var status = stat()
            guard stat(path, &status) == 0 else { continue }
            let isNew = seen.insert(UInt64(status.st_dev)).inserted
            let finding = volume(at: path)
            if isNew || !finding.isWell { findings.append(finding) }
        }
        return findings
    }

    private static func volume(at path: String) -> Finding {
        let probe = path + "/.doctor"
        do throws(HeliographError) {
            try Files.write([UInt8](repeating: 0, count: 4_096), to: probe)
            try Files.remove(probe)
        } catch {
            return Finding(check: "disk", isWell: false, sentence: error.sentence, next: error.next)
        }
        var room = statvfs()
        guard statvfs(path, &room) == 0 else {
            return Finding(
                check: "disk", isWell: false, sentence: "The room in \(path) cannot be asked for.",
                next: Code.fileUnreadable.next)
        }
        let bytes = Int(clamping: UInt64(room.f_bavail) * UInt64(room.f_frsize))
        // A file system without a table of files says 0 of 0.
        let files = room.f_files == 0 ? Int.max : Int(clamping: UInt64(room.f_favail))
        let isWell = bytes >= freeBytesMin && files >= freeFilesMin
        let left = "\(bytes >> 20) MiB" + (files == .max ? "" : " and \(files) files")
        return Finding(
            check: "disk", isWell: isWell,
            sentence: "\(path) takes writes and has room for \(left).",
            next: isWell ? nil : "Make room: a full disk takes nothing in. Nothing was lost so far."
        )
    }

    /// The files and connections that this process has open, and the most that it may open.
    func descriptors() -> Finding {
        let used = Files.names(in: "/proc/self/fd").count
        let most = ProcessLimits.descriptorsMax
        let isWell = most >= ProcessLimits.descriptorsWanted && used < most / 10 * 9
        return Finding(
            check: "descriptors", isWell: isWell, sentence: "\(used) of \(most) files are open.",
            next: isWell
                ? nil
                : "Raise `LimitNOFILE` of the service to "
                    + "\(ProcessLimits.descriptorsWanted) or more."
        )
    }

    /// A request of this node to its own port, as a peer would send it.
    func door() async -> Finding {
        guard await node.isServing, let port = await node.port,
            let (host, _) = try? node.configuration.listenAddress()
        else {
            return Finding(
                check: "door", isWell: true, sentence: "No node listens here, so none was called.",
                next: nil)
        }
        let near = ["0.0.0.0": "127.0.0.1", "::": "::1"][host] ?? host
        let endpoint = near.contains(":") ? "https://[\(near)]:\(port)" : "https://\(near):\(port)"
        do throws(HeliographError) {
            let answer = try await node.link.exchange(
                PeerRequest(method: .get, path: ExchangePath.hello),
                with: PeerAddress(member: context.member, endpoint: endpoint))
            return Finding(
                check: "door", isWell: answer.status == 200,
                sentence: "This node answers at port \(port) with status \(answer.status).",
                next: answer.status == 200 ? nil : Code.peerBusy.next)
        } catch {
            return Finding(check: "door", isWell: false, sentence: error.sentence, next: error.next)
        }
    }
}
