public import Notices

/// What the policy looks at in a statement. Holds no name and no text of the officer's.
public struct PolicyFacts: Hashable, Sendable {
    public let kind: NoticeKind
    public let isCancel: Bool
    /// An answer goes to the member that asked; what only warnings are held to is not asked of it.
    public let isAnswer: Bool
    public let purpose: String
    /// Offence codes of all convictions, each once.
    public let offences: Set<String>
    /// How dangerous the person was found to be; nil if the statement does not say.
    public let grade: RiskGrade?
    /// Countries that the journey leaves; empty without one.
    public let origins: Set<MemberCode>

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

/// Grades of risk, the least first.
public enum RiskGrade: String, Sendable, CaseIterable, Comparable {
    case low, medium, high
    case veryHigh = "very-high"

    public static func < (left: RiskGrade, right: RiskGrade) -> Bool {
        Self.allCases.firstIndex(of: left) ?? 0 < Self.allCases.firstIndex(of: right) ?? 0
    }
}

extension PolicyFacts {
    /// The grade of a green notice is in `threat`; of another kind it may stand in `domesticRisk`,
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

    /// Warnings about persons or methods, which a country may not want, or may not be given.
    public var isWarning: Bool { !isAnswer && Policy.warnings.contains(kind) }
}
