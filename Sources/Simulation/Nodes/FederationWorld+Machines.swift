internal import Administration
internal import Asking
import Certificates
import Federation
import Foundation
internal import Membership
import Node
import Notices
internal import Office
import Ports
import Sealing
internal import Secretariat
internal import Station
import TestKit

/// Founding, starting, power cuts.
extension FederationWorld {
    /// Makes the members' keys, the first trust list, and starts every node.
    func found() async throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try secretariat.create(
            name: "simulated", signers: ["one", "two"], threshold: 2, at: now,
            validFor: .days(30), signersValidFor: .days(365))
        var configurations: [Configuration] = []
        for index in 0..<faults.memberCount {
            let code = Specimen.member("X\(Character(UnicodeScalar(UInt8(0x41 + index))))")
            var configuration = Configuration(
                member: code, authority: "Specimen Police of \(code)", listen: "127.0.0.1:0",
                allowSpecimens: true)
            configuration.keyDrainMinutes = 60
            configurations.append(configuration)
            let installed = DataFolder(folder + "/\(code)")
            try Installation(
                folder: installed, configuration: configuration,
                endpoint: "https://127.0.0.1:\(7_000 + index)",
                contact: .init(telephone: "+999 000 \(100 + index)", hours: "24x7"),
                lives: lives
            ).makeMember(at: now)
            try secretariat.propose(try readProposal(of: installed))
        }
        let digest = try publish()
        let list = Call(try TrustExport(folder + "/trust").importing(digest.description))
        for configuration in configurations {
            let most = faults.skewSecondsMax
            let skew = Duration.seconds(Int64.random(in: -most...most, using: &random))
            let installed = DataFolder(folder + "/\(configuration.member)")
            let store = MemoryStore()
            let life = Life(
                configuration.member, number: 0, clock: timeline.newClock(off: skew),
                store: store, folder: installed.keys)
            countries.append(
                Country(
                    member: configuration.member, skew: skew, configuration: configuration,
                    installed: installed, life: life, born: await store.snapshot()))
            try await start(countries.count - 1)
            _ = await life.machinery?.perform(list, by: Principal(name: nil))
        }
        if faults.liesPercent > 0 {
            await network.setLiar(
                Liar(countries[someCountry()].member, percent: faults.liesPercent))
        }
    }

    private var lives: KeyLives {
        var lives = KeyLives.standard
        lives.leaf = faults.leafLife
        return lives
    }

    func readProposal(of installed: DataFolder) throws -> Proposal {
        try Proposal.read(Array(Data(contentsOf: URL(fileURLWithPath: installed.proposal))))
    }

    /// Signs and publishes the secretariat's draft, and exports it.
    func publish() throws -> Digest {
        for signer in ["one", "two"] { _ = try secretariat.sign(signer, at: now) }
        _ = try secretariat.publish(at: now)
        return try secretariat.export(to: folder + "/trust").digest
    }

    /// Starts the node of the country's present life.
    func start(_ index: Int) async throws {
        let country = countries[index]
        let life = country.life
        let member = country.member
        let clock = life.clock
        let log = Log(
            member: member, clock: { clock.now },
            write: { [weak self] line in
                guard !life.isOver else { return }
                Task { await self?.hear(line, from: life) }
            })
        let keys = KeyFolder(life.folder)
        let desk = try KeyDesk.open(
            keys, member: member, proposal: country.installed.proposal, lives: lives, log: log,
            at: clock.now)
        let machinery = try await Machinery(
            configuration: country.configuration, keyDesk: desk,
            on: Machinery.Dependencies(
                store: life.store, vault: try keys.loadVault(), clock: clock,
                entropy: SystemEntropy(), link: VirtualLink(life: life, network: network),
                ends: life, shelf: MemoryShelf(), drafts: MemoryDrafts(), log: log))
        life.use(await desk.identity)
        life.run(machinery)
        await life.store.judgeCommits { [weak self] in self?.judgeCommit(life) }
        await network.connect(life)
        try await machinery.start()
        note("\(member) is up, life \(life.number)")
    }

    // MARK: - Power and disks

    /// Decides the fate of a commit. Called in the middle of it.
    nonisolated func judgeCommit(_ life: Life) -> (fault: MemoryStore.Fault, code: Code)? {
        guard !life.isOver else { return (.beforeApplying, .storeFailed) }
        guard let fate = chance.draw(faults) else { return nil }
        switch fate {
        case .diskFull: return (.beforeApplying, .diskFull)
        case .powerCut(let isKept):
            guard life.end(leaving: nextFolder(life)) else {
                return (.beforeApplying, .storeFailed)
            }
            Task { await self.powerWent(life) }
            return (isKept ? .afterApplying : .beforeApplying, .storeFailed)
        }
    }

    nonisolated func nextFolder(_ life: Life) -> String {
        folder + "/\(life.member)-\(life.number + 1)"
    }

    private func powerWent(_ life: Life) async {
        note("\(life.member) loses power")
        await network.disconnect(life.member)
        timeline.end(life.clock)
        await life.machinery?.stop()
        let index = countries.firstIndex { $0.member == life.member } ?? 0
        guard faults.breach != .staysDown else { return }
        await wait(.seconds(1) + some(upTo: .minutes(30)))
        await revive(index)
    }

    private func revive(_ index: Int) async {
        let last = countries[index].life
        let snapshot =
            faults.breach == .forgetsLife
            ? countries[index].born : await last.store.snapshot()
        countries[index].lives += 1
        countries[index].born = snapshot
        let off = isCalm ? .zero : countries[index].skew
        countries[index].life = Life(
            last.member, number: last.number + 1, clock: timeline.newClock(off: off),
            store: MemoryStore(snapshot), folder: nextFolder(last))
        do {
            try await start(index)
        } catch {
            ledger.violations.append("down: \(last.member) does not start: \(error)")
        }
    }

    func shutDown(_ country: Country) async {
        guard country.life.end(leaving: nextFolder(country.life)) else { return }
        timeline.end(country.life.clock)
        await country.life.machinery?.stop()
    }
}
