internal import Membership
import Node
import Notices
internal import Office
internal import Station

extension FuzzTarget {
    /// What administrators' files and the command line bring.
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
        FuzzTarget("command") { bytes in
            guard let json = try? JSON.parse(bytes), let command = Command(json) else { return }
            holds(Command(command.json) == command, "a command is not read as it was written")
        },
    ]
}
