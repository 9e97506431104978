/// Rules for legs: local times become moments, and the journey must be possible.
extension Judgement {
    /// - Parameter base: the pointer of the itinerary: `/itinerary`, or that of one person in a
    ///   group.
    /// - Returns: the legs whose times and countries are known.
    mutating func judgeItinerary(_ base: String = "/itinerary") -> [Leg] {
        var legs: [Leg] = []
        let count = list("\(base)/legs").count
        var numbers: [Int] = []
        var unknown: [Int] = []
        for index in 0..<count {
            let pointer = "\(base)/legs/\(index)"
            if let number = json.at(pointer: pointer + "/seq")?.intValue { numbers.append(number) }
            if let leg = leg(index, pointer) {
                judgeTimes(leg, pointer)
                legs.append(leg)
            } else {
                unknown.append(index)
            }
        }
        if zip(numbers, numbers.dropFirst()).contains(where: { $0 >= $1 }) {
            refuse(.legOrder, "\(base)/legs", FaultCode.legOrder.meaning)
        }
        let flown = legs.filter { $0.status != .cancelled }
        for (leg, next) in zip(flown, flown.dropFirst())
        where !unknown.contains(where: { leg.index < $0 && $0 < next.index }) {
            judgeConnection(leg, next, base)
        }
        judgeDeparture(flown, base)
        return legs
    }

    private mutating func leg(_ index: Int, _ pointer: String) -> Leg? {
        let mode = text(pointer + "/mode").flatMap { Leg.Mode(rawValue: $0) }
        let service = judgeService(mode, pointer)
        let from = judgeEnd(pointer, "from", "depart")
        let to = judgeEnd(pointer, "to", "arrive")
        let status = text(pointer + "/status").flatMap { Leg.Status(rawValue: $0) } ?? .planned
        guard let mode, let from, let to else { return nil }
        return Leg(
            number: json.at(pointer: pointer + "/seq")?.intValue ?? index + 1, index: index,
            mode: mode, service: service, from: from.place, to: to.place,
            fromCountry: from.country, toCountry: to.country, departLocal: from.local,
            departZone: from.zone.name, arriveLocal: to.local, arriveZone: to.zone.name,
            departs: from.moment, arrives: to.moment, status: status,
            followsGap: json.at(pointer: pointer + "/surface")?.boolValue ?? false)
    }

    private mutating func judgeService(_ mode: Leg.Mode?, _ pointer: String) -> String {
        judgeFlight(pointer, isRequired: mode == .air)
        if let number = text(pointer + "/imo"), !CheckCharacters.isIMOSound(number) {
            refuse(.shipNumber, pointer + "/imo", FaultCode.shipNumber.meaning)
        }
        let vessel = text(pointer + "/vessel")
        if mode == .sea, vessel == nil, text(pointer + "/imo") == nil {
            refuse(.serviceMissing, pointer, FaultCode.serviceMissing.meaning)
        }
        guard let carrier = text(pointer + "/carrier"), let service = text(pointer + "/service"),
            let flight = FlightDesignator(carrier: carrier, service: service)
        else { return vessel ?? "" }
        return flight.description
    }

    private struct End {
        let place: String
        let country: MemberCode?
        let zone: IANAZone
        let local: LocalTime
        let moment: Instant
    }

    /// Judges one end of a leg: `side` names the place, `verb` the time.
    private mutating func judgeEnd(_ pointer: String, _ side: String, _ verb: String) -> End? {
        let stated = text("\(pointer)/\(side)Country").flatMap { MemberCode($0) }
        var listed: Place?
        let code = text("\(pointer)/\(side)")
        if let code {
            listed = Place(code: code)
            if listed != nil || stated == nil {
                judgePlace(code, "\(pointer)/\(side)")
            }
        }
        if let stated {
            judge(
                Country.recognition(ofMember: stated.description), .countryUnknown,
                "\(pointer)/\(side)Country")
            if let country = listed?.country, country != stated {
                warn(.placeCountry, "\(pointer)/\(side)Country", FaultCode.placeCountry.meaning)
            }
        }
        guard let local = text("\(pointer)/\(verb)Local").flatMap({ LocalTime($0) }),
            let name = text("\(pointer)/\(verb)Tz")
        else { return nil }
        guard let zone = IANAZone(name) else {
            refuseUnknown(.zoneUnknown, "\(pointer)/\(verb)Tz", FaultCode.zoneUnknown.meaning)
            return nil
        }
        guard let moment = moment(local, zone, "\(pointer)/\(verb)Local"), let code else {
            return nil
        }
        if let usual = listed?.zone.flatMap({ IANAZone($0) }),
            usual.offsetMinutes(at: moment) != zone.offsetMinutes(at: moment)
        {
            warn(.zoneDiffers, "\(pointer)/\(verb)Tz", FaultCode.zoneDiffers.meaning)
        } else if isForeign(zone, code, listed, stated) {
            warn(.zoneForeign, "\(pointer)/\(verb)Tz", FaultCode.zoneForeign.meaning)
        }
        return End(
            place: code,
            country: member(
                for: stated ?? listed?.country, "\(pointer)/\(side)", isArrival: side == "to"),
            zone: zone, local: local, moment: moment)
    }

    /// The member that answers for a country or territory. If none is known, the landing counts for
    /// every recipient that the journey does not enter otherwise, and the author is told.
    private mutating func member(
        for country: MemberCode?, _ pointer: String, isArrival: Bool
    ) -> MemberCode? {
        guard let country else { return nil }
        let member = rules.territories.member(for: country)
        if member == nil, isArrival, rules.audience == .author {
            warn(
                .territoryUnclear, pointer,
                "The trust list names no member for \(country). The landing counts for every "
                    + "recipient that the journey does not enter otherwise.")
        }
        return member
    }

    /// True if neither the place nor its country goes by the zone. An unknown place or country is
    /// not foreign.
    private func isForeign(
        _ zone: IANAZone, _ code: String, _ listed: Place?, _ stated: MemberCode?
    ) -> Bool {
        guard listed?.zone != zone.name else { return false }
        // A UN/LOCODE begins with the country or the territory, which has zones of its own.
        let territory = code.utf8.count == 5 ? String(code.prefix(2)) : nil
        let countries = [listed?.country?.description, stated?.description, territory]
        let answers = countries.compactMap(\.self).compactMap { zone.isOf(country: $0) }
        return !answers.isEmpty && !answers.contains(true)
    }

    /// The moment of a local time. If the clock shows the time twice, the earlier moment is taken,
    /// so that no deadline is too late. The officer is told, and may write the offset to choose.
    private mutating func moment(
        _ local: LocalTime, _ zone: IANAZone, _ pointer: String
    ) -> Instant? {
        var moments = zone.moments(at: local)
        guard (2000...2060).contains(local.date.year) else {
            refuse(.timeOutOfTable, pointer, FaultCode.timeOutOfTable.meaning)
            return nil
        }
        if moments.isEmpty {
            refuse(.localTimeSkipped, pointer, FaultCode.localTimeSkipped.meaning)
            return nil
        }
        if let offset = local.offsetMinutes {
            moments = moments.filter { zone.offsetMinutes(at: $0) == offset }
            if moments.isEmpty {
                refuse(.localOffset, pointer, FaultCode.localOffset.meaning)
                return nil
            }
        }
        if moments.count > 1 {
            warn(.localTimeTwice, pointer, FaultCode.localTimeTwice.meaning)
        }
        return moments.first
    }

    /// Judges the times of a leg: the impossible is refused; the unusual happens, and is warned of.
    private mutating func judgeTimes(_ leg: Leg, _ pointer: String) {
        let block = leg.arrives.since(leg.departs)
        if block <= .zero {
            refuse(
                .arrivalBeforeDeparture, pointer + "/arriveLocal",
                FaultCode.arrivalBeforeDeparture.meaning)
        } else if leg.mode == .air, block > Itinerary.blockTimePossibleMax {
            refuse(
                .blockTime, pointer + "/arriveLocal",
                "The flight would take more than two days: a date is wrong.")
        } else if leg.mode == .air,
            block < Itinerary.blockTimeMin || block > Itinerary.blockTimeMax
        {
            warn(.blockTime, pointer + "/arriveLocal", FaultCode.blockTime.meaning)
        }
    }

    private mutating func judgeConnection(_ leg: Leg, _ next: Leg, _ base: String) {
        let pointer = "\(base)/legs/\(next.index)"
        let ground = next.departs.since(leg.arrives)
        if ground < .zero {
            refuse(.legsOverlap, pointer + "/departLocal", FaultCode.legsOverlap.meaning)
        } else if ground < Itinerary.connectionMin, leg.mode == .air, next.mode == .air {
            warn(.connectionShort, pointer + "/departLocal", FaultCode.connectionShort.meaning)
        }
        let identity: (String) -> String = { Place(code: $0)?.identity ?? $0 }
        if identity(leg.to) != identity(next.from), !next.followsGap {
            warn(.legGap, pointer + "/from", FaultCode.legGap.meaning)
        }
    }

    private mutating func judgeDeparture(_ flown: [Leg], _ base: String) {
        guard operation == .issue, let createdAt, let first = flown.first else { return }
        let isTravelling =
            json.at(pointer: "\(base)/alreadyTravelling")?.boolValue == true
            || flown.contains { $0.status == .departed || $0.status == .arrived }
        if !isTravelling, first.departs <= createdAt {
            refuse(
                .departurePast, "\(base)/legs/\(first.index)/departLocal",
                FaultCode.departurePast.meaning)
        }
    }
}
