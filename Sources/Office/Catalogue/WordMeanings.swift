internal import Exchange
internal import Notices

/// The words that lists and notices print as codes: states, precedences, grades, offences.
public enum WordMeanings {
    /// Every meaning of a word, in any case, with the place where it stands.
    public static func of(_ word: String) -> [(place: String, meaning: String)] {
        let wanted = word.lowercased()
        var found: [(place: String, meaning: String)] = []
        for state in DeliveryState.allCases where state.rawValue == wanted {
            found.append(("state of a delivery (`outbox`)", state.meaning))
        }
        for state in InboxState.allCases where state.rawValue == wanted {
            found.append(("state of what arrived (`inbox`)", state.meaning))
        }
        for state in AttachmentState.allCases where state.rawValue == wanted {
            found.append(("state of an attachment", state.meaning))
        }
        for (scheme, words) in GradeWords.meanings(of: word) {
            found.append(("grade of a report, by \(scheme)", words))
        }
        for (member, words) in CodeWords.meanings(of: word) {
            found.append((member == "*" ? "code of a notice" : "`\(member)` of a notice", words))
        }
        return found
    }
}
