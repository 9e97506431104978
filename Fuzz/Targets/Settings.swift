internal import Asking
internal import Membership
import Node
import Notices
internal import Office
internal import Station

extension FuzzTarget {
    /// The files of administrators, and values of the command line.
    static let settings: [FuzzTarget] = [
        FuzzTarget("configuration") { bytes in
            guard let configuration = try? Configuration.read(bytes) else { return }
            holds(
                (try? Configuration.read(Array(configuration.file.utf8))) == configuration,
                "a configuration is not read as it was written")
        },
        FuzzTarget("proposal", bytesMax: 65_536) { bytes in
            guard let proposal = try? Proposal.read(bytes) else { return }
            holds(
                (try? Proposal.read(proposal.json.encoded())) == proposal,
                "a proposal is not read as it was written")
        },
        FuzzTarget("call") { bytes in
            guard let json = try? JSON.parse(bytes), let call = Call(json) else { return }
            holds(Call(call.json) == call, "a call is not read as it was written")
        },
    ]
}
