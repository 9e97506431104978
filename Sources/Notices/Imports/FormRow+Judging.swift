extension FormRow {
    /// Judges a form as a travel alert.
    ///
    /// - Parameters:
    ///   - number: the running number of the draft.
    ///   - now: the moment that becomes `createdAt`.
    public func judge(
        as profile: FormProfile, from member: MemberCode, number: Int, at now: Instant,
        rules: NoticeRules
    ) -> FormVerdict {
        guard isWhole else {
            return .refused([
                FormFault(
                    heading: "", code: .rowWidth, sentence: FaultCode.rowWidth.meaning)
            ])
        }
        var writing = FormWriting(
            cells: cells, profile: profile, member: member, now: now.flooredToSecond,
            territories: rules.territories)
        let document = writing.document(number: number)
        var faults = writing.faults.map { fault in
            FormFault(
                heading: profile.heading(of: fault.column), code: fault.code,
                sentence: fault.sentence)
        }
        let verdict = Notice.read(document, rules: rules)
        let columns = Set(writing.faults.map(\.column))
        for fault in verdict.faults {
            let column = Self.column(of: fault.pointer)
            // A field that was left out for a reason has that reason as its fault already.
            if let column, columns.contains(column) { continue }
            if fault.pointer.hasPrefix("/itinerary") || fault.pointer.hasPrefix("/to"),
                !columns.isDisjoint(with: FormWriting.journeyColumns)
            {
                continue
            }
            faults.append(Self.fault(fault, profile))
        }
        guard faults.isEmpty, case .valid(let notice, let warnings) = verdict else {
            return .refused(faults)
        }
        return .accepted(notice, warnings: warnings.map { Self.fault($0, profile) })
    }

    private static func fault(_ fault: Fault, _ profile: FormProfile) -> FormFault {
        FormFault(
            heading: column(of: fault.pointer).map { profile.heading(of: $0) } ?? "",
            code: fault.code, sentence: fault.sentence)
    }

    /// The column from which a place in the draft was written; the longest beginning counts.
    static func column(of pointer: String) -> FormColumn? {
        places.filter { pointer.hasPrefix($0.pointer) }
            .max { $0.pointer.utf8.count < $1.pointer.utf8.count }?.column
    }

    private static let places: [(pointer: String, column: FormColumn)] = [
        ("/person/identities/0/primaryIdentifier", .familyName),
        ("/person/identities/0/secondaryIdentifier", .givenName),
        ("/person/identities", .aliases), ("/person/identities/0", .familyName),
        ("/person/sex", .sex), ("/person/birth", .birthDate),
        ("/person/nationalities", .citizenship), ("/person/documents", .documentNumber),
        ("/person/documents/0/issuer", .documentIssuer),
        ("/person/documents/0/expires", .documentExpires),
        ("/person/documents/0/status", .documentExpires),
        ("/person/domesticIds", .registerNumber), ("/person", .documentNumber),
        ("/purposeOfTravel", .purpose),
        ("/itinerary", .furtherLegs), ("/itinerary/legs/0", .carrierOut),
        ("/itinerary/legs/0/from", .departPlace), ("/itinerary/legs/0/depart", .departAt),
        ("/itinerary/legs/0/to", .arrivePlace), ("/itinerary/legs/0/arrive", .arriveAt),
        ("/itinerary/legs/0/imo", .shipNumber), ("/itinerary/legs/0/mode", .means),
        ("/itinerary/accommodation", .stay), ("/itinerary/return/date", .returnDate),
        ("/itinerary/return/place", .returnPlace), ("/itinerary/return/carrier", .carrierBack),
        ("/to", .arrivePlace),
        ("/notice/reportedAt", .reportedOn), ("/notice/lateReason", .lateReason),
        ("/convictionSummary/offences", .offences), ("/convictionSummary/year", .convictedOn),
        ("/convictionSummary/country", .convictedIn),
        ("/convictionSummary/victimBand", .victimBand),
        ("/convictionSummary/victimSex", .victimSex),
        ("/convictionSummary/nationalText", .offenceText),
        ("/convictionSummary/sentence", .sentence),
        ("/registration", .registeredFrom), ("/registration/until", .registeredUntil),
        ("/registration/travelPermission", .travelPermission),
        ("/contact", .contactOffice), ("/contact/telephone", .contactTelephone),
        ("/domesticNotes", .notes),
    ]
}
