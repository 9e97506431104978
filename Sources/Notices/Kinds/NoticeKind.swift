/// The kinds of notice of version 1. `NoticeProfile` has the differences between them.
public enum NoticeKind: String, CaseIterable, Sendable {
    /// A warning about a person who is a possible threat; stands for years.
    case greenNotice = "green-notice"
    /// A person is travelling; stands until the journey is over.
    case travelAlert = "travel-alert"
    /// Several persons travel together.
    case groupAlert = "group-alert"
    /// The result at the border: a recipient's answer to the issuer.
    case outcome
    /// A person in a notice was met.
    case hit
    /// A notice that was sent was wrong.
    case correction
    /// A notice must no longer be held.
    case erasure
    case informationRequest = "information-request"
    /// A request to use a notice for more than its handling codes allow.
    case useConsent = "use-consent"
    /// A certificate that a person may work with children.
    case certificate
    case criminalRecord = "criminal-record"
    /// A joint operation.
    case operation
    /// Trends and methods, without a named person.
    case intelligenceProduct = "intelligence-product"
    /// The authority of a country to call, and its hours.
    case directory
    /// A key in wrong hands, a breach, an outage.
    case incident
}

extension NoticeKind {
    /// The kind in a sentence: `a travel-alert`, `an information-request`.
    var withArticle: String {
        let isVowel = rawValue.first.map { "aeiou".contains($0) && rawValue != "use-consent" }
        return (isVowel == true ? "an " : "a ") + rawValue
    }
}
