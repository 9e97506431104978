internal import Administration
internal import Asking
import Exchange
import Federation
import Node
import Notices
internal import Office
internal import Secretariat
import TestKit

/// Deeds of people: officers, administrators, the secretariat, and a person who trips over a cable.
extension FederationWorld {
    enum Deed: Sendable {
        case state, read
        case rotate, revoke
        case publishList
        case cut, isolate, setClock
    }

    /// All deeds that do not depend on the run, in the order of their moments.
    func plan() -> [(moment: Duration, deed: Deed)] {
        let counts: [(Deed, Int)] = [
            (.state, faults.statementCount), (.read, faults.readCount),
            (.rotate, faults.rotationCount), (.revoke, faults.revocationCount),
            (.publishList, faults.listCount), (.cut, faults.cutCount),
            (.isolate, faults.partitionCount), (.setClock, faults.clockJumpCount),
        ]
        var plan: [(moment: Duration, deed: Deed)] = []
        for (deed, count) in counts {
            for _ in 0..<count { plan.append((some(upTo: faults.activity), deed)) }
        }
        plan.append((faults.activity, .read))
        return plan.sorted { $0.moment < $1.moment }
    }

    func carryOut(_ deed: Deed) async {
        let index = someCountry()
        switch deed {
        case .state: await state(index)
        case .read: await read(index)
        case .rotate: await rotate(index)
        case .revoke: await revoke(index)
        case .publishList: await changeList(index)
        case .cut: await cut(index)
        case .isolate:
            let member = countries[index].member
            note("\(member) is cut off")
            await network.isolate(member)
            await wait(some(upTo: .hours(6)))
            if !isCalm { await network.rejoin(member) }
        case .setClock:
            let jump = Int64.random(in: -150...150, using: &random)
            let clock = countries[index].life.clock
            note("\(countries[index].member)'s clock is set by \(jump) s")
            clock.setWall(clock.now + .seconds(jump))
        }
    }

    private func cut(_ index: Int) async {
        let other = (index + Int.random(in: 1..<countries.count, using: &random)) % countries.count
        let way = VirtualNetwork.Way(from: countries[index].member, to: countries[other].member)
        note("\(way.from) no longer reaches \(way.to)")
        await network.cut(way)
        await wait(some(upTo: .hours(6)))
        if !isCalm { await network.mend(way) }
    }

    // MARK: - Officers

    /// Gives a node a command of an officer.
    ///
    /// - Returns: the node's answer; nil if the machine went off before it answered.
    func ask(_ index: Int, _ call: Call) async -> Asking.Answer? {
        let life = countries[index].life
        guard !life.isOver, let machinery = life.machinery else { return nil }
        let answer = await machinery.perform(
            call, by: Principal(name: call.claim))
        guard !life.isOver else { return nil }
        if case .refused(let error) = answer {
            note("\(life.member) refuses \(call.operation): \(error.code.rawValue)")
            ledger.count("refused \(error.code.rawValue)")
        }
        return answer
    }

    private func state(_ index: Int) async {
        let country = countries[index]
        let own = ledger.statements[country.member] ?? []
        let choice = Int.random(in: 0..<10, using: &random)
        let others = countries.map(\.member).filter { $0 != country.member }
        let count = Int.random(in: 1...others.count, using: &random)
        let recipients = Array(others.shuffled(using: &random).prefix(count)).sorted()
        let arrival = some(upTo: .days(3)) + .minutes(30)
        let pick = own.isEmpty ? 0 : Int.random(in: 0..<own.count, using: &random)
        number += 1
        let now = country.life.clock.now.flooredToSecond
        if own.isEmpty || choice < 5 {
            let document = NoticeTemplate.specimen(
                kind: choice < 4 ? .travelAlert : .greenNotice, from: country.member,
                to: recipients, at: now, arrival: now + arrival, number: number)
            await send(document, index)
        } else if choice < 8 {
            guard let last = Self.read(own[pick].document) else { return }
            var document = last.successor(
                operation: last.kind == .greenNotice ? .modify : .updateItinerary, at: now,
                superseding: [], reason: "the officer knows better")
            document["to"] = .array(last.to.map { .string($0.description) })
            await send(document, index)
        } else {
            let command = Call("notice.cancel", as: "officer-7", ["id": .string(own[pick].thread)])
            if case .done(let json)? = await ask(index, command) {
                promised(json, index)
                ledger.statements[country.member]?.remove(at: pick)
            }
        }
    }

    static func read(_ document: JSON) -> Notice? {
        Notice.read(document, rules: NoticeRules(allowSpecimens: true)).notice
    }

    private func send(_ document: JSON, _ index: Int) async {
        let member = countries[index].member
        for identity in document["person"]?["identities"]?.arrayValue ?? [] {
            if let name = identity["primaryIdentifier"]?.stringValue { ledger.names.insert(name) }
        }
        let command = Call(
            "notice.send", as: "officer-7", ["document": document, "approvedBy": "officer-8"])
        guard case .done(let json)? = await ask(index, command),
            let thread = json["thread"]?.stringValue
        else { return }
        promised(json, index)
        ledger.statements[member, default: []].removeAll { $0.thread == thread }
        ledger.statements[member, default: []].append(
            NodeLedger.Statement(thread: thread, document: document))
        note("\(member) sends \(thread) \(json["sequence"]?.intValue ?? 0)")
    }

    private func promised(_ json: JSON, _ index: Int) {
        for item in json["deliveries"]?.arrayValue ?? [] {
            guard let id = item["id"]?.stringValue.flatMap({ MessageID($0) }),
                let to = item["to"]?.stringValue.flatMap({ MemberCode($0) })
            else { continue }
            ledger.promises.append(
                NodeLedger.Promise(
                    issuer: countries[index].member, key: DeliveryKey(id: id, recipient: to)))
        }
    }

    /// An officer opens everything that is new.
    private func read(_ index: Int) async {
        guard case .done(let inbox)? = await ask(index, Call("inbox.list")) else { return }
        for item in inbox["items"]?.arrayValue ?? [] where item["state"] == "new" {
            let command = Call("inbox.show", as: "officer-9", ["id": item["id"] ?? .null])
            if case .done? = await ask(index, command) { ledger.count("read") }
        }
    }

    // MARK: - Keys and lists

    private func rotate(_ index: Int) async {
        let roles = ["signing", "transport", "encryption", "signing", "encryption", "issuing"]
        let role = roles[Int.random(in: 0..<roles.count, using: &random)]
        note("\(countries[index].member) rotates \(role)")
        if case .done? = await ask(index, Call("keys.rotate", ["role": .string(role)])) {
            ledger.count("rotations")
        }
    }

    private func revoke(_ index: Int) async {
        guard case .done(let keys)? = await ask(index, Call("keys.list")) else { return }
        let leaves: Set<String> = ["signing", "transport", "encryption"]
        let active = (keys["items"]?.arrayValue ?? []).filter { key in
            let role = key["role"]?.stringValue ?? ""
            return key["state"]?.stringValue == "active" && leaves.contains(role)
        }
        guard !active.isEmpty else { return }
        let key = active[Int.random(in: 0..<active.count, using: &random)]
        note("\(countries[index].member) revokes its \(key["role"]?.stringValue ?? "") key")
        let command = Call("keys.revoke", ["id": key["id"] ?? .null, "reason": "key-compromise"])
        if case .done? = await ask(index, command) { ledger.count("revocations") }
    }

    /// A new list: a member suspended for a while, a member with another entry, or only a longer
    /// life.
    private func changeList(_ index: Int) async {
        let member = countries[index].member
        let isSuspension = random.strikes(percent: 40)
        do {
            if isSuspension { _ = try secretariat.set(.suspended, of: member) }
            try await bringList()
            guard isSuspension else { return }
            note("\(member) is suspended")
            await wait(some(upTo: .hours(12)))
            guard try secretariat.set(.active, of: member) else { return }
            try await bringList()
            note("\(member) is back")
        } catch {
            ledger.violations.append("list: \(error)")
        }
    }

    /// Publishes a list and gives it to one member; the others hear of it from each other.
    func bringList() async throws {
        _ = try publish()
        ledger.count("lists")
        let list = Call(try TrustExport(folder + "/trust").importing(nil))
        for _ in 0..<50 {
            if case .done? = await ask(someCountry(), list) { return }
            await wait(.minutes(20))
        }
    }
}
