import Exchange
import Testing

@Suite("The state of a received notice") struct InboxStateTests {
    @Test("becomes what was set, unless an officer would bring back what its issuer has ended")
    func after() {
        let ended: Set<InboxState> = [.cancelled, .superseded]
        for state in InboxState.allCases {
            #expect(state.isEnded == ended.contains(state))
            for next in InboxState.allCases {
                let stays = ended.contains(state) && !ended.contains(next)
                #expect(state.after(next) == (stays ? state : next), "\(state) \(next)")
            }
        }
    }
}
