@testable import Notices

/// A form in which everything is filled in, and its verdict.
enum Forms {
    static let now = moment("2027-01-01T12:00:00Z")

    static let whole: [FormColumn: String] = [
        .familyName: "SPECIMEN", .givenName: "Quillor", .middleName: "Ann",
        .aliases: "SAMPLE, RIN; ANOTHER", .birthDate: "1969-03-14", .sex: "female",
        .registerNumber: "F-1234", .citizenship: "UTO", .documentNumber: "X1234-5677",
        .documentIssuer: "uto", .documentExpires: "2031-09-30", .purpose: "vacation",
        .reportedOn: "2026-12-20", .means: "air", .carrierOut: "zz 0418", .departPlace: "XAA",
        .departAt: "2027-01-20 22:40", .arrivePlace: "XBB", .arriveAt: "2027-01-21T06:55",
        .destination: "XB", .furtherLegs: "ZZ77 XBB 2027-01-21T09:10 XCC 2027-01-21T19:05",
        .stay: "1 Invented Street", .returnDate: "2027-02-01", .returnPlace: "XCC",
        .carrierBack: "ZZ78", .offences: "LZ20.1e; LZ23", .offenceText: "as charged",
        .sentence: "two years", .convictedOn: "2015-06-01", .convictedIn: "XA",
        .victimSex: "M", .victimBand: "12-15", .registeredFrom: "2017-06-01",
        .registeredUntil: "2032-06-01", .travelPermission: "granted",
        .contactOffice: "Registry of Nowhere", .contactTelephone: "+00 000 000",
        .notes: "Walks with a stick.", .lateReason: "A death in the family.",
    ]

    /// The verdict on a form, as in a file: under the headings of the profile, and no others.
    static func verdict(
        _ cells: [FormColumn: String], _ profile: FormProfile, at now: Instant = now
    ) -> FormVerdict? {
        let columns = profile.fields.map(\.column)
        func quoted(_ text: String) -> String {
            "\""
                + text.split(separator: "\"", omittingEmptySubsequences: false)
                .joined(separator: "\"\"") + "\""
        }
        let text =
            profile.fields.map(\.heading).joined(separator: ",") + "\r\n"
            + columns.map { quoted(cells[$0] ?? "") }.joined(separator: ",") + "\r\n"
        let row = try? FormFile.read(Array(text.utf8), as: profile).rows.first
        return row?.judge(
            as: profile, from: members("XA")[0], number: 7, at: now, rules: .specimens)
    }

    static func accepted(_ cells: [FormColumn: String], _ profile: FormProfile) -> Notice? {
        guard case .accepted(let notice, _) = verdict(cells, profile) else { return nil }
        return notice
    }

    /// `heading code` of each reason.
    static func refused(
        _ profile: FormProfile = .sorna, _ change: (inout [FormColumn: String]) -> Void
    ) -> [String] {
        var cells = whole
        change(&cells)
        guard case .refused(let faults) = verdict(cells, profile) else { return [] }
        return faults.map { "\($0.heading) \($0.code.rawValue)" }.sorted()
    }
}
