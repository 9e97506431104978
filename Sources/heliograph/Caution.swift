import CommandWords
import Notices

/// What a verb says before it destroys or discloses something, and the answer that it waits for.
///
/// A person at a terminal types yes. Without a terminal a verb that destroys needs `--yes`, and
/// every other verb goes on, so that no script of the night stands still (ADR 0037).
struct Caution: Sendable {
    /// The flag of every verb that asks.
    static let flag = Verb.Flag(name: "yes", meaning: "do not ask; for scripts")

    /// What becomes of the verb without a terminal and without `--yes`.
    enum Effect {
        /// Something here is gone for good: the verb is refused.
        case destroys
        /// Something leaves this node, or ends in another country: the verb goes on.
        case tells
    }

    let effect: Effect
    /// False for words that neither destroy nor disclose, such as `--preview`.
    let concerns: @Sendable (Arguments) -> Bool
    /// The sentences: the thing, the members, the copies, and whether a way leads back. Facts come
    /// from the node.
    let says: @Sendable (Arguments) async throws(HeliographError) -> [String]

    /// Asks, if somebody must be asked.
    ///
    /// - Throws: `notConfirmed` if the answer is not yes; every error of the facts.
    func check(_ arguments: Arguments, of verb: String) async throws(HeliographError) {
        guard concerns(arguments), !arguments.has(Self.flag.name) else { return }
        guard Terminal.canAsk else {
            guard effect == .destroys else { return }
            throw HeliographError(
                .notConfirmed,
                "`\(verb)` destroys something for good, and there is no terminal on which to ask.",
                next: "Run it on a terminal and read what it says. In a script, add `--yes`.")
        }
        for sentence in try await says(arguments) {
            for line in ScreenLines.wrapped(sentence, columns: Layout.columnsMax) {
                Terminal.say(line, besides: true)
            }
        }
        guard Terminal.ask("Type yes to go on: ") == "yes" else {
            throw HeliographError(.notConfirmed, "The answer was not yes.")
        }
    }
}

extension Verb {
    /// The verb with a question before it acts.
    func asking(
        _ effect: Caution.Effect,
        when concerns: @escaping @Sendable (Arguments) -> Bool = { _ in true },
        _ says: @escaping @Sendable (Arguments) async throws(HeliographError) -> [String]
    ) -> Verb {
        var asking = self
        asking.flags.append(Caution.flag)
        asking.caution = Caution(effect: effect, concerns: concerns, says: says)
        return asking
    }
}
