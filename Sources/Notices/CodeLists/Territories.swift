/// The members of a federation that answer for places whose ISO 3166-1 code is not a state's own.
///
/// Réunion is `RE` to ISO 3166-1 and France's to a border guard. Such a code is no member: the
/// trust list decides which member answers for it. Where the list says nothing, the state that the
/// place belongs to answers.
public struct Territories: Sendable, Hashable {
    /// A code of ISO 3166-1 that belongs to a state with another code.
    struct Row: Sendable, Hashable {
        let code: MemberCode
        let state: MemberCode
        /// True if the territory has a police of its own: only the list can tell which member that
        /// is.
        let hasOwnPolice: Bool
    }

    /// ISO 3166-1's codes of territories that are no states, with the state that ISO 3166-1 or the
    /// state's own ISO 3166-2 subdivisions name. A star marks those that have a police and a border
    /// control of their own.
    ///
    /// - Source: ISO 3166-1 and 3166-2, as in Debian's iso-codes, and the territories'
    ///   constitutions. Disputed ones are left out: an officer names the recipient.
    private static let table = """
        AI GB *|AS US|AW NL *|AX FI|BL FR|BM GB *|BQ NL|BV NO|CC AU|CK NZ *|CW NL *|CX AU|FK GB *\
        |FO DK|GF FR|GG GB *|GI GB *|GL DK|GP FR|GS GB|GU US|HK CN *|HM AU|IM GB *|IO GB|JE GB *\
        |KY GB *|MF FR|MO CN *|MP US|MQ FR|MS GB *|NC FR|NF AU|NU NZ *|PF FR|PM FR|PN GB|PR US\
        |RE FR|SH GB *|SJ NO|SX NL *|TC GB *|TF FR|TK NZ|UM US|VG GB *|VI US|WF FR|YT FR
        """

    static let rows: [Row] = table.split(separator: "|").compactMap { text in
        let words = text.split(separator: " ")
        guard let code = MemberCode(words[0]), let state = MemberCode(words[1]) else { return nil }
        return Row(code: code, state: state, hasOwnPolice: words.count > 2)
    }
    private static let byCode = Dictionary(
        rows.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })

    /// The member that the list names for each territory.
    private let claims: [MemberCode: MemberCode]
    /// Territories for which their own state does not answer, by the list.
    private let disclaimed: Set<MemberCode>
    private let members: Set<MemberCode>

    /// Takes the statements of a trust list; without arguments there is no list.
    ///
    /// - Parameters:
    ///   - members: of the list in force; empty where there is no list.
    ///   - claims: territory to the member that answers for it.
    ///   - disclaimed: territories for which their own state does not answer.
    public init(
        members: Set<MemberCode> = [], claims: [MemberCode: MemberCode] = [:],
        disclaimed: Set<MemberCode> = []
    ) {
        self.members = members
        self.claims = claims
        self.disclaimed = disclaimed
    }

    /// The member that answers for a country or territory.
    ///
    /// - Returns: nil where only an officer can know it.
    public func member(for country: MemberCode) -> MemberCode? {
        if let claimed = claims[country] { return claimed }
        guard !members.contains(country), let row = Self.byCode[country] else { return country }
        return row.hasOwnPolice || disclaimed.contains(country) ? nil : row.state
    }

    /// The member that a draft proposes to tell of a landing. Where no member is known to answer,
    /// it is the state that the territory belongs to. An officer decides.
    public func proposal(for country: MemberCode) -> MemberCode {
        member(for: country) ?? Self.byCode[country]?.state ?? country
    }
}
