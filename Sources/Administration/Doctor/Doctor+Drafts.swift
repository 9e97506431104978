internal import Asking
internal import Notices
internal import Station
internal import Traffic

extension Doctor {
    /// The number of open drafts, and of drafts that cannot be read.
    func drafts() async -> Finding {
        do throws(HeliographError) {
            let desk = node.drafts
            let (open, damaged) = try await desk.lock.withLock { () throws(HeliographError) in
                try await desk.counts()
            }
            return Finding(
                check: "drafts", isWell: damaged == 0,
                sentence: damaged == 0
                    ? "\(open) drafts are open."
                    : "\(open) drafts are open; \(damaged) cannot be read.",
                next: damaged == 0
                    ? nil : "Import the forms again: what is lost is taken anew, and nothing twice."
            )
        } catch {
            return Finding(
                check: "drafts", isWell: false, sentence: "The drafts cannot be read.",
                next: error.next)
        }
    }
}
