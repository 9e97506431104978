/// Rules for joint operations.
extension Judgement {
    mutating func judgeOperation() {
        if let from = instant("/window/from"), let to = instant("/window/to"), to <= from {
            refuse(.periodReversed, "/window/to", FaultCode.periodReversed.meaning)
        }
        for (index, place) in texts("/places").enumerated() {
            judgePlace(place, "/places/\(index)")
        }
        judgeTasks()
        for (index, observation) in list("/observations").enumerated() {
            let pointer = "/observations/\(index)"
            if let place = observation["place"]?.stringValue {
                judgePlace(place, pointer + "/place")
            }
            judgeEvent(pointer + "/at")
        }
        judgeCounts("/statistics")
        judgeTotals()
    }

    private mutating func judgeTasks() {
        var known: Set<String> = []
        for (index, task) in list("/tasks").enumerated() {
            judgeMembers("/tasks/\(index)/to")
            guard let id = task["id"]?.stringValue, !known.insert(id).inserted else { continue }
            refuse(.taskRepeats, "/tasks/\(index)/id", FaultCode.taskRepeats.meaning)
        }
    }

    /// Judges the counts: a person who was interviewed, refused or arrested was checked too.
    private mutating func judgeCounts(_ pointer: String) {
        guard let checked = json.at(pointer: pointer + "/personsChecked")?.intValue else { return }
        for member in ["interviews", "secondaryInspections", "refusals", "arrests"] {
            if let count = json.at(pointer: "\(pointer)/\(member)")?.intValue, count > checked {
                refuse(
                    .statisticsInconsistent, "\(pointer)/\(member)",
                    FaultCode.statisticsInconsistent.meaning)
            }
        }
    }

    /// Judges the total: it is the sum of the members' counts.
    private mutating func judgeTotals() {
        let countries = list("/byCountry")
        guard !countries.isEmpty else { return }
        var known: Set<String> = []
        var sums: [String: Int] = [:]
        for (index, country) in countries.enumerated() {
            let pointer = "/byCountry/\(index)"
            judgeMember(pointer + "/member")
            judgeCounts(pointer + "/statistics")
            if let member = country["member"]?.stringValue, !known.insert(member).inserted {
                refuse(.statisticsSum, pointer + "/member", "A member is counted twice.")
            }
            for (key, count) in country["statistics"]?.objectValue ?? [:] {
                // The schema bounds each count and their number, so the sum cannot overflow. A
                // count out of its bounds is refused by the schema.
                sums[key, default: 0] &+= count.intValue ?? 0
            }
        }
        let stated = json["statistics"]?.objectValue ?? [:]
        for key in Set(stated.keys).union(sums.keys).sorted() {
            // A missing number counts as 0: the total has no count that no member stated.
            guard (stated[key]?.intValue ?? 0) != sums[key] ?? 0 else { continue }
            refuse(
                .statisticsSum, "/statistics/" + JSONPointer.escaped(key),
                FaultCode.statisticsSum.meaning)
        }
    }
}
