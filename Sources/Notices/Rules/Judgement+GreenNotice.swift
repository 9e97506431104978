/// Rules for the green notice.
extension Judgement {
    /// The greatest age of the national assessment when a notice is issued or extended, in months.
    static let assessmentMonthsMax = 12
    /// The least likely age at a conviction, in years; below it the year is taken for mistyped.
    static let convictionAgeYearsMin = 10

    mutating func judgeGreenNotice() {
        for index in list("/judicial/convictions").indices {
            judgeConviction("/judicial/convictions/\(index)")
        }
        judgeAssessment()
        judgeActions("/actions/requested")
        let notTo = texts("/actions/notTo")
        if !notTo.isEmpty, !notTo.contains("do-not-arrest") {
            refuse(.doNotArrestMissing, "/actions/notTo", FaultCode.doNotArrestMissing.meaning)
        }
        for (index, country) in texts("/travel/likelyCountries").enumerated() {
            judge(
                Country.recognition(ofMember: country), .countryUnknown,
                "/travel/likelyCountries/\(index)")
        }
    }

    mutating func judgeConviction(_ pointer: String) {
        if let day = date(pointer + "/date") {
            if let today = createdOn, day > today {
                refuse(.convictionFuture, pointer + "/date", FaultCode.convictionFuture.meaning)
            }
            let birth = text("/person/birth/date").flatMap { PartialDate($0) }
            if let first = birth?.first, day < first.adding(years: Self.convictionAgeYearsMin) {
                warn(.convictionAge, pointer + "/date", FaultCode.convictionAge.meaning)
            }
        }
        if let country = text(pointer + "/country") {
            judge(Country.recognition(ofMember: country), .countryUnknown, pointer + "/country")
        }
        let offences = list(pointer + "/offences")
        for (index, offence) in offences.enumerated()
        where offence["code"]?.stringValue == "NAT" && offence["nationalText"]?.stringValue == nil {
            refuse(
                .nationalTextMissing, "\(pointer)/offences/\(index)/nationalText",
                FaultCode.nationalTextMissing.meaning)
        }
        judgeModifiers(offences.compactMap { $0["code"]?.stringValue }, pointer + "/offences")
    }

    /// Judges codes such as aiding and attempt, which modify another offence and are none
    /// themselves.
    mutating func judgeModifiers(_ codes: [String], _ pointer: String) {
        if !codes.isEmpty, codes.allSatisfy({ $0.hasPrefix("LZ24") }) {
            refuse(.offenceModifierAlone, pointer, FaultCode.offenceModifierAlone.meaning)
        }
    }

    private mutating func judgeAssessment() {
        guard let assessed = date("/threat/assessedOn"), let today = createdOn else { return }
        if assessed > today {
            refuse(.assessmentFuture, "/threat/assessedOn", FaultCode.assessmentFuture.meaning)
        }
        let isFresh = assessed >= today.adding(months: -Self.assessmentMonthsMax)
        if operation == .issue || operation == .extend, !isFresh {
            refuse(.assessmentOld, "/threat/assessedOn", FaultCode.assessmentOld.meaning)
        }
    }

    /// Judges the requests: a request for nothing excludes every other request.
    mutating func judgeActions(_ pointer: String) {
        let requested = texts(pointer)
        if requested.contains("none-information-only"), requested.count > 1 {
            refuse(.actionConflict, pointer, FaultCode.actionConflict.meaning)
        }
    }
}
