internal import Exchange
package import Federation
import Foundation
package import Notices
import Synchronization

/// The policy in force: the file of the data folder, read again whenever it changed.
///
/// A file that cannot be read any more changes nothing: the policy before it stays in force, and an
/// alarm says so.
package final class PolicyShelf: Sendable {
    /// Bytes of the file.
    static let fileBytesMax = 1 << 20
    /// Verdicts that are remembered.
    private static let verdictsMax = 20_000

    /// The policy in force, and the state of its file.
    package struct Held: Sendable {
        /// The policy; without a file, the one that permits everything.
        package var policy = Policy()
        /// Rises with every change.
        package var revision = 0
        /// The document that was read, for `policy show`; nil without a file.
        package var json: JSON?
        /// The reason why the file as it is now is not in force; nil if it is.
        package var fault: String?
    }

    /// One question to the policy: may this member have this message?
    package struct Question: Hashable, Sendable {
        let id: MessageID
        let recipient: MemberCode
        let revision: Int
        let listVersion: Int

        /// Takes everything that a verdict depends on, so that a change of any of it asks anew.
        package init(
            id: MessageID, recipient: MemberCode, revision: Int, listVersion: Int
        ) {
            self.id = id
            self.recipient = recipient
            self.revision = revision
            self.listVersion = listVersion
        }
    }

    private struct State {
        var held = Held()
        var stamp: Stamp?
        var verdicts: [Question: Code?] = [:]
    }

    /// The marks that tell a file from the same file after a change.
    private struct Stamp: Equatable {
        let seconds: Int, nanoseconds: Int, size: Int, file: UInt
    }

    /// The policy file; nil for none.
    package let path: String?
    private let state: Mutex<State>

    /// A shelf without a file: everything may go everywhere.
    package init() {
        path = nil
        state = Mutex(State())
    }

    init(_ policy: Policy) {
        path = nil
        state = Mutex(State(held: Held(policy: policy)))
    }

    /// Reads the file for the first time.
    ///
    /// - Throws: `policyInvalid` or `fileUnreadable`: a node does not start without its policy.
    init(path: String) throws(HeliographError) {
        self.path = path
        let stamp = Self.stamp(of: path)
        let (policy, json) = try Self.read(path)
        state = Mutex(State(held: Held(policy: policy, revision: 1, json: json), stamp: stamp))
    }

    /// Reads a policy file, and puts nothing in force.
    ///
    /// - Throws: `policyInvalid` or `fileUnreadable`.
    package static func read(_ path: String) throws(HeliographError) -> (Policy, JSON) {
        let bytes = try Files.read(path, bytesMax: fileBytesMax)
        let json: JSON
        do throws(JSON5.Fault) {
            json = try JSON5.read(bytes)
        } catch {
            throw HeliographError(
                .policyInvalid, "The policy is not JSON5: \(error)",
                next: "Correct line \(error.line) of \(path); then try it with `heliograph policy "
                    + "check \(path)`.")
        }
        do throws(StrictObject.Refusal) {
            return (try Policy(json), json)
        } catch {
            throw HeliographError(
                .policyInvalid, "The policy cannot be used: \(error.sentence)",
                next: "Correct that place in \(path); then try it with `heliograph policy check "
                    + "\(path)`.")
        }
    }

    /// The policy now; reads the file if it changed since the last look.
    ///
    /// - Parameter log: told of a new policy, or why the file cannot be one.
    package func current(_ log: Log) -> Held {
        guard let path else { return state.withLock(\.held) }
        let stamp = Self.stamp(of: path)
        if let same = state.withLock({ $0.stamp == stamp ? $0.held : nil }) { return same }
        let result: Result<(Policy, JSON), HeliographError>
        do throws(HeliographError) {
            result = .success(try Self.read(path))
        } catch {
            result = .failure(error)
        }
        let held = state.withLock { state in
            state.stamp = stamp
            switch result {
            case .success(let (policy, json)):
                state.held = Held(
                    policy: policy, revision: state.held.revision + 1, json: json)
                state.verdicts = [:]
            case .failure(let error):
                state.held.fault = error.sentence
            }
            return state.held
        }
        switch result {
        case .success:
            log(.info, "policy-read", ["revision": .number(JSONNumber(held.revision))])
        case .failure(let error): log(.alarm, "policy-not-read", error)
        }
        return held
    }

    /// The verdict that was found before: nil if the question is new, and `.some(nil)` for a
    /// permission.
    package func verdict(_ question: Question) -> Code?? {
        state.withLock { $0.verdicts[question] }
    }

    /// Keeps a verdict, a refusal or nil, for the same question.
    package func remember(_ verdict: Code?, _ question: Question) {
        state.withLock { state in
            if state.verdicts.count >= Self.verdictsMax { state.verdicts = [:] }
            state.verdicts.updateValue(verdict, forKey: question)
        }
    }

    private static func stamp(of path: String) -> Stamp? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Stamp(
            seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec,
            size: Int(status.st_size), file: UInt(status.st_ino))
    }
}
