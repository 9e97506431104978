/// Rules for persons who travel together.
extension Judgement {
    mutating func judgeGroupAlert() {
        judgeJourney()
        let members = list("/members")
        let numbers = members.compactMap { $0["memberNo"]?.intValue }
        if zip(numbers, numbers.dropFirst()).contains(where: { $0 >= $1 }) {
            refuse(.memberOrder, "/members", FaultCode.memberOrder.meaning)
        }
        var known: Set<String> = []
        for index in members.indices {
            let pointer = "/members/\(index)"
            judgeConvictionSummary(pointer + "/convictionSummary", of: pointer + "/person")
            judgeDocumentsOnArrival(pointer + "/person", ownLegs[index] ?? legs)
            if let reference = text(pointer + "/greenNoticeRef") {
                judgeNumber(reference, pointer + "/greenNoticeRef")
            }
            for (place, document) in list(pointer + "/person/documents").enumerated() {
                guard let issuer = document["issuer"]?.stringValue,
                    let number = document["number"]?.stringValue,
                    !known.insert(issuer + "/" + number).inserted
                else { continue }
                refuse(
                    .memberRepeats, "\(pointer)/person/documents/\(place)/number",
                    FaultCode.memberRepeats.meaning)
            }
        }
        if let reference = text("/operationRef") { judgeNumber(reference, "/operationRef") }
    }
}
