internal import Asking
internal import Certificates
internal import Exchange
internal import Federation
internal import Membership
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// Looks for everything that can go wrong before it does, and names the next step of each finding.
struct Doctor {
    let node: any RunningNode

    var context: TrafficContext { node.context }

    struct Finding {
        let check: String
        let isWell: Bool
        let sentence: String
        let next: String?

        var view: FindingView {
            FindingView(check: check, ok: isWell, sentence: sentence, next: next)
        }
    }

    /// Makes every check.
    ///
    /// - Parameter isDeep: true to read everything that the store keeps besides.
    func examine(isDeep: Bool) async -> DoctorView {
        var findings = receivePath()
        findings.append(await running())
        findings += configuration()
        findings.append(await door())
        findings.append(await answering())
        findings += await keys()
        findings += await endings()
        findings.append(clocks())
        findings.append(await trustList())
        findings.append(await membership())
        findings.append(await forks())
        findings.append(await store())
        findings += await disk()
        findings.append(descriptors())
        findings.append(await queue())
        findings.append(await handovers())
        findings.append(await names())
        findings += await approvals()
        findings.append(await drafts())
        if isDeep { findings.append(await deep()) }
        return DoctorView(ok: findings.allSatisfy(\.isWell), items: findings.map(\.view))
    }

    /// Reads the configuration as it stands in the folder: the next start needs it.
    private func configuration() -> [Finding] {
        guard let folder = node.folder else { return [] }
        do throws(HeliographError) {
            let read = try Configuration.read(in: folder)
            let isSame = read == node.configuration
            return [
                Finding(
                    check: "configuration", isWell: isSame,
                    sentence: isSame
                        ? "heliograph.json5 can be read, and is in force."
                        : "heliograph.json5 was changed after this node started.",
                    next: isSame ? nil : "Restart the node to put it in force.")
            ]
        } catch {
            return [
                Finding(
                    check: "configuration", isWell: false,
                    sentence: error.sentence + " The node would not start again.",
                    next: error.next)
            ]
        }
    }

    /// Compares every body, envelope, state and evidence document with the others.
    private func deep() async -> Finding {
        do throws(HeliographError) {
            let report = try await StoreAudit(context: context.station.reading).run()
            let counts =
                "\(report.messages) sent, \(report.received) received, "
                + "\(report.envelopes) envelopes, \(report.evidence) times evidence, "
                + "\(report.attachments) attachments"
            guard let first = report.faults.first else {
                return Finding(
                    check: "deep", isWell: true, sentence: "All of it agrees: \(counts).", next: nil
                )
            }
            return Finding(
                check: "deep", isWell: false,
                sentence:
                    "\(report.faults.count) things do not agree (\(counts)). The first: \(first).",
                next: Code.storeCorrupt.next)
        } catch {
            return Finding(check: "deep", isWell: false, sentence: error.sentence, next: error.next)
        }
    }

    /// Tests the gate and the library together, and counts the forgeries that the library alone
    /// would open.
    private func receivePath() -> [Finding] {
        do throws(HeliographError) {
            let (refused, leaks) = try node.testReceivePath()
            let isOld = leaks.contains { $0.hasPrefix("cipher swapped") }
            return [
                Finding(
                    check: "receive-path", isWell: true,
                    sentence: "\(refused) forged messages were refused.", next: nil),
                Finding(
                    check: "library", isWell: !isOld,
                    sentence: "\(opensslVersion()); without the gate it would open "
                        + "\(leaks.count) of them.",
                    next: isOld ? "Install libssl3 3.0.22-1~deb12u2 or newer." : nil),
            ]
        } catch {
            return [
                Finding(
                    check: "receive-path", isWell: false, sentence: error.sentence,
                    next: error.next)
            ]
        }
    }

    /// Compares the storage key in the folder with the one that this process seals with. If they
    /// differ, the next start cannot open the store.
    private func storageKey(_ folder: KeyFolder) -> Finding {
        do throws(HeliographError) {
            let isSame =
                try folder.loadVault().blind("doctor", field: "doctor")
                == context.vault.blind("doctor", field: "doctor")
            return Finding(
                check: "storage-key", isWell: isSame,
                sentence: isSame
                    ? "keys/storage.key is the key of the store."
                    : "keys/storage.key is another key than the one in use.",
                next: isSame ? nil : Code.folderMixed.next)
        } catch {
            return Finding(
                check: "storage-key", isWell: false, sentence: error.sentence, next: error.next)
        }
    }

    /// Tries each key in use by using it.
    private func keys() async -> [Finding] {
        let ring = await node.keyDesk.ring
        let folder = node.keyDesk.folder
        var findings: [Finding] = [storageKey(folder)]
        for slot in [.issuing] + KeySlot.leaves {
            guard let key = ring.active(slot) else { continue }
            let check = "key-\(slot.rawValue)"
            let days = key.ends.since(context.clock.now).wholeSeconds / 86_400
            do throws(HeliographError) {
                let loaded = try folder.load(key.file)
                switch slot {
                case .encryption: try KeyTrial.agree(loaded)
                case .root, .issuing, .signing, .transport: try KeyTrial.sign(loaded)
                }
                findings.append(
                    Finding(
                        check: check, isWell: true,
                        sentence: "\(key.id) works, \(days) days left "
                            + "(\(folder.custody.place(of: key.file))).", next: nil))
            } catch {
                findings.append(
                    Finding(
                        check: check, isWell: false, sentence: error.sentence, next: error.next))
            }
        }
        let isOnToken =
            ring.active(.root).map { folder.custody.place(of: $0.file) == "token" } ?? false
        let isHere = ring.active(.root).map { folder.custody.holds($0.file) } ?? false
        let isExample = node.configuration.allowExampleKeys
        findings.append(
            Finding(
                check: "root-offline", isWell: !isHere || isExample,
                sentence: isHere
                    ? "The root's private key is on this machine."
                    : "The root's private key is not here.",
                next: !isHere || isExample
                    ? nil
                    : isOnToken
                        ? "A root on the token is as near as this machine. Make the node with "
                            + "files, move `keys/root.key` to an offline medium, and set "
                            + "`keyStore` after that."
                        : "Move keys/root.key to an offline medium."))
        return findings
    }

    /// Everything that ends soon or has ended.
    private func endings() async -> [Finding] {
        let now = context.clock.now
        let all = await ExpiryWatch.endings(context.station, ring: await node.keyDesk.ring)
        let due = all.filter { $0.threshold(at: now) != nil }
        guard !due.isEmpty else {
            return [
                Finding(
                    check: "endings", isWell: true, sentence: "Nothing ends soon.", next: nil)
            ]
        }
        return due.map { ending in
            let days = ending.daysLeft(at: now)
            let isOver = ending.ends <= now
            return Finding(
                check: "endings", isWell: false,
                sentence: isOver
                    ? "\(ending.what): ended at \(ending.ends)."
                    : "\(ending.what): \(days) days left.",
                next: ending.next(for: context.member))
        }
    }

    /// The distance between this clock and the clocks of its peers.
    private func clocks() -> Finding {
        guard let offset = node.clocks.offset else {
            return Finding(
                check: "clock", isWell: true,
                sentence: "No peer has told its time lately.", next: nil)
        }
        let seconds = offset.wholeSeconds
        let isWell = abs(seconds) <= ClockAgreement.warnSeconds
        return Finding(
            check: "clock", isWell: isWell,
            sentence: "The peers' clocks are \(seconds) s from this one, by their median.",
            next: isWell ? nil : "Set this machine's clock; `timedatectl` shows whether it is kept."
        )
    }

    private func trustList() async -> Finding {
        guard let list = await context.trust.list else {
            return Finding(
                check: "trust-list", isWell: false, sentence: "There is no trust list yet.",
                next: Code.listMissing.next)
        }
        let days = list.expires.since(context.clock.now).wholeSeconds / 86_400
        switch list.age(at: context.clock.now) {
        case .fresh:
            return Finding(
                check: "trust-list", isWell: true,
                sentence: "Version \(list.version), \(days) days left.", next: nil)
        case .stale:
            return Finding(
                check: "trust-list", isWell: false,
                sentence: "Version \(list.version) is stale, \(days) days left.",
                next: "Ask the secretariat for a newer list.")
        case .expired:
            return Finding(
                check: "trust-list", isWell: false, sentence: Code.listExpired.meaning,
                next: Code.listExpired.next)
        }
    }

    private func membership() async -> Finding {
        let own = context.member
        switch await context.trust.list?.member(own)?.status {
        case .active:
            return Finding(
                check: "membership", isWell: true, sentence: "\(own) is an active member.",
                next: nil)
        case .suspended:
            return Finding(
                check: "membership", isWell: false,
                sentence: "\(own) is suspended: nobody takes anything from it or sends to it.",
                next: "Call the secretariat; what is queued waits for a list that restores \(own).")
        case nil:
            return Finding(
                check: "membership", isWell: false,
                sentence: "\(own) is not in the trust list that is held here.",
                next: "Hand `proposal.json` to the secretariat, or import a newer list.")
        }
    }

    private func forks() async -> Finding {
        let open = await context.trust.openForks
        guard let first = open.first else {
            return Finding(
                check: "trust-list-fork", isWell: true,
                sentence: "No version of the list was seen twice.", next: nil)
        }
        return Finding(
            check: "trust-list-fork", isWell: false,
            sentence: "Version \(first.version) of the trust list was seen twice, the other one "
                + "with digest \(first.otherDigest)"
                + (open.count > 1 ? "; \(open.count - 1) more such proof(s) are kept." : "."),
            next: "Call the secretariat; keep the proof of `heliograph trust forks`; then "
                + "`heliograph trust settle DIGEST --as NAME`.")
    }

    private func handovers() async -> Finding {
        guard let pending = try? await context.store.handovers(.pending, limit: 1_000),
            let dead = try? await context.store.handovers(.dead, limit: 1_000)
        else {
            return Finding(
                check: "handover", isWell: false, sentence: "The hand-overs cannot be read.",
                next: nil)
        }
        for folder in context.routes.folders where !Files.takesFiles(folder) {
            return Finding(
                check: "handover", isWell: false,
                sentence: "No file can be put into the drop folder \(folder).",
                next: "Make that folder, and let the user of the node write into it.")
        }
        return Finding(
            check: "handover", isWell: dead.isEmpty,
            sentence: "\(pending.count) notices wait for the national system, "
                + "\(dead.count) were given up.",
            next: dead.isEmpty ? nil : "Mend the drop folder, then run `heliograph handover retry`."
        )
    }

    private func queue() async -> Finding {
        let now = context.clock.now
        guard let open = try? await context.store.openCounts(lateAt: now) else {
            return Finding(
                check: "queue", isWell: false, sentence: "The queue cannot be read.", next: nil)
        }
        let (count, late) = open.reduce((0, 0)) { ($0.0 + $1.count, $0.1 + $1.late) }
        return Finding(
            check: "queue", isWell: late == 0,
            sentence: "\(count) deliveries are open, \(late) past their deadline.",
            next: late == 0 ? nil : "Look at `heliograph outbox`, and call those recipients.")
    }
}
