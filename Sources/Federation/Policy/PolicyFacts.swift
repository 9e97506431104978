public import Notices

/// The facts of a notice on which the policy decides. They hold no name and no text of the
/// officer's.
public struct PolicyFacts: Hashable, Sendable {
    /// The kind of the notice.
    public let kind: NoticeKind
    /// True if the notice cancels an earlier one.
    public let isCancel: Bool
    /// True if the notice answers a request. An answer goes to the member that asked, so the rules
    /// for warnings do not concern it.
    public let isAnswer: Bool
    /// The notice's `purpose`; empty if it has none.
    public let purpose: String
    /// Offence codes of all convictions, each once.
    public let offences: Set<String>
    /// The person's grade of risk; nil if the notice does not state it.
    public let grade: RiskGrade?
    /// Countries from which the legs of the journeys depart, cancelled legs excepted; empty without
    /// a journey.
    public let origins: Set<MemberCode>

    /// Puts the facts together as given.
    public init(
        kind: NoticeKind, isCancel: Bool, isAnswer: Bool, purpose: String, offences: Set<String>,
        grade: RiskGrade?, origins: Set<MemberCode>
    ) {
        self.kind = kind
        self.isCancel = isCancel
        self.isAnswer = isAnswer
        self.purpose = purpose
        self.offences = offences
        self.grade = grade
        self.origins = origins
    }
}

/// Grades of risk, the lowest first.
public enum RiskGrade: String, Sendable, CaseIterable, Comparable {
    case low, medium, high
    case veryHigh = "very-high"

    /// True if `left` is the lower grade.
    public static func < (left: RiskGrade, right: RiskGrade) -> Bool {
        Self.allCases.firstIndex(of: left) ?? 0 < Self.allCases.firstIndex(of: right) ?? 0
    }
}

extension PolicyFacts {
    /// Reads the facts from a notice.
    ///
    /// The grade of a green notice is in `threat`. Another kind may have it in `domesticRisk`,
    /// which never leaves the country.
    public init(_ notice: Notice) {
        kind = notice.kind
        isCancel = notice.operation.isCancel
        isAnswer = notice.side == .recipient
        purpose = notice.json["purpose"]?.stringValue ?? ""
        var codes = Set(
            (notice.json.at(pointer: "/convictionSummary/offences")?.arrayValue ?? [])
                .compactMap(\.stringValue))
        for member in notice.json["members"]?.arrayValue ?? [] {
            codes.formUnion(
                (member.at(pointer: "/convictionSummary/offences")?.arrayValue ?? [])
                    .compactMap(\.stringValue))
        }
        for conviction in notice.json.at(pointer: "/judicial/convictions")?.arrayValue ?? [] {
            codes.formUnion(
                (conviction["offences"]?.arrayValue ?? []).compactMap { $0["code"]?.stringValue })
        }
        offences = codes
        grade =
            (notice.json.at(pointer: "/threat/grade")
            ?? notice.json.at(pointer: "/domesticRisk/grade"))?
            .stringValue.flatMap(RiskGrade.init(rawValue:))
        origins = Set(
            notice.journeys.flatMap(\.legs).filter { $0.status != .cancelled }
                .compactMap(\.fromCountry))
    }

    /// True for warnings about persons or methods: a country may not want them, or may not be given
    /// them.
    public var isWarning: Bool { !isAnswer && Policy.warnings.contains(kind) }
}
