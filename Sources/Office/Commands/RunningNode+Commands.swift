internal import Membership
internal import Notices
internal import Ports
package import Station
internal import Traffic

extension RunningNode {
    /// Carries a command out.
    package func perform(_ command: Command) async -> Answer {
        await perform(command, files: [])
    }

    /// - Parameter files: handed over with it, in the order in which it speaks of them.
    package func perform(_ command: Command, files: [HandedFile]) async -> Answer {
        do throws(HeliographError) {
            return .done(try await carryOut(command, files))
        } catch {
            return .refused(error)
        }
    }

    private func carryOut(
        _ command: Command, _ files: [HandedFile]
    ) async throws(HeliographError) -> JSON {
        let notices = NoticeOffice(node: self)
        let outbox = OutboxOffice(context: context.reading, isServing: await isServing)
        let own = OwnNoticeOffice(context: context, isServing: await isServing)
        let inbox = InboxOffice(node: self)
        let trust = TrustOffice(context: context)
        switch command.name {
        case "notice send": return try await notices.send(command, files)
        case "notice preview": return try await notices.preview(command)
        case "notice list":
            return try await OwnNoticeOffice(context: context.reading, isServing: await isServing)
                .list()
        case "notice show": return try await own.show(command)
        case "notice successor": return try await own.successor(command)
        case "notice retract": return try await RetractionOffice(node: self).retract(command)
        case "notice keep": return try await RetractionOffice(node: self).keep(command)
        case "notice board":
            return try await ConfirmationBoard(context: context.reading).show(command)
        case "notice erase": return try await ErasureOffice(node: self).erase(command)
        case "notice confirm": return try await ErasureOffice(node: self).confirm(command)
        case "notice totals": return try await TotalsOffice(context: context).totals(command)
        case "directory": return try await DirectoryOffice(context: context).look(command)
        case "notice merge": return try await notices.merge(command)
        case "notice forward": return try await notices.forward(command)
        case let name where name.hasPrefix("import ") || name.hasPrefix("draft "):
            let answer = try await carryOut(imports: command)
            await duties.wake()
            return answer
        case "statistics": return try await StatisticsOffice(context: context.reading).show(command)
        case "statistics operation":
            return try await OperationStatistics(context: context.reading).show(command)
        case "policy show": return try PolicyOffice(context: context).show()
        case "notice cancel": return try await notices.cancel(command)
        case "notice approve":
            let approved = try await ApprovalOffice(context: context).approve(
                command, own)
            await duties.wake()
            return approved
        case "tasks": return try await TaskOffice(context: context.reading, drafts: drafts).list()
        case "outcome": return try await notices.reportOutcome(command)
        case "outbox": return try await outbox.list()
        case "outbox show": return try await outbox.show(command)
        case "outbox retry":
            let message = try await outbox.message(command)
            let retried = try await RefusalDesk(node: self).retry(message.id)
            await duties.wake()
            return ["retried": JSON(retried)]
        case "inbox": return try await inbox.list(command)
        case "inbox show": return try await inbox.show(command)
        case "inbox card": return try await inbox.card(command)
        case "inbox attachment":
            return try await AttachmentOffice(node: self).export(command, files)
        case "handover": return try await HandoverOffice(context: context).list()
        case "handover retry":
            let retried = try await HandoverOffice(context: context).retry()
            await dropFolder?.wake()
            return retried
        case "evidence export": return try await EvidenceOffice(context: context).export(command)
        case "trust show": return try await trust.show()
        case "trust diff": return try await trust.diff(command)
        case "trust forks": return await trust.forks()
        case "trust proof": return try await trust.proof(command)
        case "trust settle": return try await trust.settle(command)
        case "trust import": return try await trust.importList(command)
        case "keys list", "keys preflight": return try await carryOut(keys: command)
        case let name where name.hasPrefix("keys "): return try await carryOutKeys(command)
        case "peers": return try await trust.peers()
        case "doctor":
            let isDeep = command.arguments["deep"]?.boolValue ?? false
            return await Doctor(node: self).examine(isDeep: isDeep)
        default: throw HeliographError(.usage, "There is no command `\(command.name)`.")
        }
    }

    private func carryOut(imports command: Command) async throws(HeliographError) -> JSON {
        let screening = ScreeningOffice(context: context, desk: drafts)
        let office = DraftOffice(node: self)
        switch command.name {
        case "import forms":
            return try await ImportOffice(context: context, desk: drafts).forms(command)
        case "import passengers": return try await screening.passengers(command)
        case "import person": return try await screening.find(command)
        case "draft list": return try await office.list()
        case "draft show": return try await office.show(command)
        case "draft change": return try await office.change(command)
        case "draft send": return try await office.send(command)
        case "draft discard": return try await office.discard(command)
        default: throw HeliographError(.usage, "There is no command `\(command.name)`.")
        }
    }

    private func carryOutKeys(_ command: Command) async throws(HeliographError) -> JSON {
        let result: Result<JSON, HeliographError>
        do throws(HeliographError) {
            result = .success(try await carryOut(keys: command))
        } catch {
            result = .failure(error)
        }
        // Also after a step that failed: it may have been kept, and is then carried on.
        await keeper.wake()
        return try result.get()
    }

    private func carryOut(keys command: Command) async throws(HeliographError) -> JSON {
        let keys = KeyOffice(node: self)
        switch command.name {
        case "keys list": return try await keys.list()
        case "keys preflight": return try await keys.preflight(command)
        case "keys stage": return try await keys.stage(command)
        case "keys publish": return try await keys.publish(command)
        case "keys activate": return try await keys.activate(command)
        case "keys retire": return try await keys.retire(command)
        case "keys destroy": return try await keys.destroy(command)
        case "keys undo": return try await keys.undo(command)
        case "keys rotate": return try await keys.rotate(command)
        case "keys revoke": return try await keys.revoke(command)
        default: throw HeliographError(.usage, "There is no command `\(command.name)`.")
        }
    }
}
