package import Asking
internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Traffic

/// The files of an export.
package struct EvidenceFilesView: View {
    let id: MessageID
    let from: MemberCode
    let files: [NamedFileView]

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<EvidenceFilesView>] = [
        ViewMember("id", \.id), ViewMember("from", \.from), ViewMember("files", \.files),
    ]
}
