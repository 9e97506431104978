/// Rules for requests to another member: certificates, criminal records, consents, hits.
extension Judgement {
    /// The longest validity of a certificate, and the largest gap in the addresses without a
    /// warning, in months.
    static let certificateMonthsMax = 12
    static let addressGapDaysMax = 31

    mutating func judgeConsentForm() {
        guard let signed = date("/consent/signedAt"), let today = createdOn, signed > today else {
            return
        }
        refuse(.consentFuture, "/consent/signedAt", FaultCode.consentFuture.meaning)
    }

    mutating func judgeCertificate() {
        judgeConsentForm()
        judgeMember("/requester/country")
        judgeAddresses()
        if let number = text("/certificateNo") {
            judgeNumber(number, "/certificateNo")
            judgeOwner(of: number, isIssuer ? .addressed : .own, "/certificateNo")
        }
        if operation == .verify, texts("/to").count > 1 {
            refuse(
                .subjectNotAddressed, "/to/1",
                "A certificate is verified by the member that issued it, and shown to no other.")
        }
        if let result = text("/result") {
            let hasDisclosed = !list("/disclosed").isEmpty
            if (result == "trace-disclosed") != hasDisclosed {
                refuse(.certificateResult, "/disclosed", FaultCode.certificateResult.meaning)
            }
        }
        for (index, item) in list("/disclosed").enumerated() {
            judgeMember("/disclosed/\(index)/country")
            let codes = (item["offences"]?.arrayValue ?? []).compactMap(\.stringValue)
            judgeModifiers(codes, "/disclosed/\(index)/offences")
        }
        if !isIssuer, let today = createdOn, let valid = date("/validUntil"),
            valid > today.adding(months: Self.certificateMonthsMax)
        {
            refuse(
                .validTooLong, "/validUntil", "A certificate is good for twelve months at most.")
        }
    }

    private mutating func judgeAddresses() {
        var last: CivilDate?
        for index in list("/addresses").indices {
            let pointer = "/addresses/\(index)"
            judgeMember(pointer + "/country")
            judgePeriod(pointer, "from", "to")
            guard let from = date(pointer + "/from") else { continue }
            if let last, from.daysSinceEpoch - last.daysSinceEpoch > Self.addressGapDaysMax {
                warn(.addressGap, pointer + "/from", FaultCode.addressGap.meaning)
            }
            last = date(pointer + "/to")
        }
    }

    mutating func judgeCriminalRecord() {
        judgeConsentForm()
        for index in list("/convictions").indices { judgeConviction("/convictions/\(index)") }
        if let result = text("/result"), result != "record", !list("/convictions").isEmpty {
            refuse(
                .certificateResult, "/convictions", "Convictions are named, and the result is none."
            )
        }
    }

    mutating func judgeUseConsent() {
        judgeMembers("/onwardTo")
        judgeMembers("/granted/onwardTo")
        let isOnward = texts("/granted/uses").contains("onward-transfer")
        if isOnward, list("/granted/onwardTo").isEmpty {
            refuse(
                .fieldMissing, "/granted/onwardTo", "A consent to pass on names the members.")
        }
    }

    mutating func judgeHit() {
        if let place = text("/place") { judgePlace(place, "/place") }
        judgeMember("/onwardTo")
    }
}
