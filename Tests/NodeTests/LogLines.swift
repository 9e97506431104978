import Notices
import SpecimenFederation
import Synchronization
import TestKit

@testable import Administration
@testable import Asking
@testable import Attachments
@testable import Membership
@testable import Node
@testable import Office
@testable import Secretariat
@testable import Station
@testable import Traffic

/// The lines that a log was given.
final class LogLines: Sendable {
    private let lines = Mutex<[JSON]>([])

    /// The log of a node that is XA.
    var log: Log {
        Log(member: SpecimenFederation.member("XA"), clock: { Specimen.epoch }) { self.take($0) }
    }

    func take(_ line: [UInt8]) {
        guard let json = try? JSON.parse(Array(line.dropLast())) else { return }
        lines.withLock { $0.append(json) }
    }

    var all: [JSON] { lines.withLock { $0 } }

    var events: [String] { all.compactMap { $0["event"]?.stringValue } }

    /// The lines of one event.
    func of(_ event: String) -> [JSON] { all.filter { $0["event"]?.stringValue == event } }
}
