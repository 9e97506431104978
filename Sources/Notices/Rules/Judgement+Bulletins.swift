/// Rules for bulletins: intelligence products, directory entries, incidents.
extension Judgement {
    mutating func judgeIntelligenceProduct() {
        judgePeriod("/period", "from", "to")
        judgeMembers("/countries")
    }

    mutating func judgeDirectory() {
        if let zone = text("/hours/zone"), IANAZone(zone) == nil {
            refuseUnknown(.zoneUnknown, "/hours/zone", FaultCode.zoneUnknown.meaning)
        }
        for (index, day) in list("/hours/days").enumerated() {
            guard let from = day["from"]?.stringValue, let to = day["to"]?.stringValue, to <= from
            else { continue }
            refuse(.periodReversed, "/hours/days/\(index)/to", FaultCode.periodReversed.meaning)
        }
    }

    mutating func judgeIncident() {
        for (index, number) in texts("/affected").enumerated() {
            judgeNumber(number, "/affected/\(index)")
        }
    }
}
