/// Rules for the outcome.
extension Judgement {
    mutating func judgeOutcome() {
        let happened = instant("/at")
        if let happened, let returned = instant("/returnedOn/at"), returned < happened {
            refuse(.returnBeforeOutcome, "/returnedOn/at", FaultCode.returnBeforeOutcome.meaning)
        }
        if text("/result") == "refused", json["refusalBasis"] == nil {
            warn(.refusalBasisMissing, "/refusalBasis", FaultCode.refusalBasisMissing.meaning)
        }
        if let port = text("/port") { judgePlace(port, "/port") }
        if let onward = text("/onwardTo") {
            judge(Country.recognition(ofMember: onward), .countryUnknown, "/onwardTo")
        }
        judgeFlight("/returnedOn", isRequired: false)
    }

    /// - Returns: the place if the lists have it.
    @discardableResult
    mutating func judgePlace(_ code: String, _ pointer: String) -> Place? {
        guard let place = Place(code: code) else {
            let near =
                rules.audience == .author ? Place.nearest(to: code, in: countriesNamed) : nil
            refuseUnknown(
                .placeUnknown, pointer,
                FaultCode.placeUnknown.meaning + (near.map { " Did you mean \($0)?" } ?? ""))
            return nil
        }
        if place.isSpecimen, !rules.allowSpecimens {
            refuse(.specimenCode, pointer, "This place is for demonstrations only.")
        }
        return place
    }

    /// The countries of the sender and of the recipients: a mistyped airport is probably of one.
    private var countriesNamed: Set<MemberCode> {
        Set((texts("/to") + [text("/from") ?? ""]).prefix(300).compactMap { MemberCode($0) })
    }

    mutating func judgeFlight(_ pointer: String, isRequired: Bool) {
        let carrier = text(pointer + "/carrier")
        let service = text(pointer + "/service")
        guard let carrier, let service else {
            if isRequired || (carrier == nil) != (service == nil) {
                refuse(.serviceMissing, pointer, FaultCode.serviceMissing.meaning)
            }
            return
        }
        if FlightDesignator(carrier: carrier, service: service) == nil {
            refuse(.flightDesignator, pointer + "/carrier", FaultCode.flightDesignator.meaning)
        }
    }
}
