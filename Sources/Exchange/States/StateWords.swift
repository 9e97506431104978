extension DeliveryState {
    /// The state in plain words.
    public var meaning: String {
        switch self {
        case .queued: "it waits here to be sent"
        case .sending: "it is on its way to the other node"
        case .relayed: "another member's node carries it on"
        case .delivered: "the other node has it, and no officer there has read it yet"
        case .retrieved: "an officer of the other country has read it"
        case .refused: "the other node did not take it"
        case .cancelled: "the notice was withdrawn before it was sent"
        case .superseded: "a later statement was sent in its place"
        case .expiredUndelivered: "its time ran out before it could be delivered"
        }
    }
}

extension InboxState {
    /// The state in plain words.
    public var meaning: String {
        switch self {
        case .new: "nobody here has read it yet"
        case .read: "an officer here has read it"
        case .actioned: "the outcome was reported to the sender"
        case .closed: "nothing more is to be done here"
        case .cancelled: "the sender has withdrawn it"
        case .superseded: "the sender has replaced it by a later statement"
        }
    }
}

extension AttachmentState {
    /// The state in plain words.
    public var meaning: String {
        switch self {
        case .waiting: "not all of the file has arrived"
        case .arrived: "the whole file is here"
        case .failed: "the file is not the one that the notice names"
        case .withdrawn: "its notice was withdrawn or replaced first"
        case .expired: "its notice expired first"
        }
    }
}
