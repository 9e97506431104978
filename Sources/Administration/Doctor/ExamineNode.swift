package import Asking
internal import Federation
package import Notices
package import Station
internal import Traffic

/// Looks for everything that is wrong, or soon will be.
package struct ExamineNode: Request {
    /// True to read everything that the store keeps.
    package var deep = false

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ExamineNode>(
        "doctor", "Look for what is wrong, or soon will be.",
        right: .observe, effect: .reads,
        fields: [
            RequestField(
                "deep", \.deep, "hold everything that the store keeps against everything else")
        ])

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> DoctorView {
        await Doctor(node: node).examine(isDeep: deep)
    }
}

/// One finding: a check, its result, and the next step.
package struct FindingView: View {
    let check: String
    let ok: Bool
    let sentence: String
    let next: String?

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<FindingView>] = [
        ViewMember("check", \.check), ViewMember("ok", \.ok), ViewMember("sentence", \.sentence),
        ViewMember("next", \.next),
    ]
}

/// All findings of one examination.
package struct DoctorView: View {
    let ok: Bool
    let items: [FindingView]

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<DoctorView>] = [
        ViewMember("ok", \.ok), ViewMember("items", \.items),
    ]
}
