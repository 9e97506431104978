import Asking
import CommandWords
import Foundation
import Node
import Notices
import Office
import Station

typealias Arguments = CommandWords

extension Arguments {
    /// The data folder: `--dir`, `HELIOGRAPH_DIR`, or `./heliograph-data`.
    var folder: DataFolder {
        Self.folder(named: self["dir"])
    }

    /// The data folder of this name; without one `HELIOGRAPH_DIR`, or `./heliograph-data`.
    static func folder(named name: String?) -> DataFolder {
        DataFolder(
            name ?? ProcessInfo.processInfo.environment["HELIOGRAPH_DIR"] ?? "heliograph-data")
    }

    /// The value of `--dir` in words that were not sorted yet; nil without one.
    static func folderName(in words: [String]) -> String? { value(of: "dir", in: words) }

    /// The value of an option in words that were not sorted yet; nil without one.
    static func value(of option: String, in words: [String]) -> String? {
        if let place = words.firstIndex(of: "--" + option), place + 1 < words.count {
            return words[place + 1]
        }
        let beginning = "--\(option)="
        return words.first { $0.hasPrefix(beginning) }.map {
            String($0.dropFirst(beginning.count))
        }
    }
}

/// Calls to a node, made from the words of a command line.
extension Arguments {
    /// A call with its fields filled in; `--as` is the name that the caller claims.
    func call<Asked: Request>(
        _ request: Asked.Type,
        _ fill: (inout Asked) throws(HeliographError) -> Void = { _ throws(HeliographError) in }
    ) throws(HeliographError) -> Call {
        var made = Asked()
        try fill(&made)
        return Call(made, as: self["as"])
    }

    /// Asks the node of the data folder.
    ///
    /// - Throws: the refusal of the node.
    func ask<Asked: Request>(
        _ request: Asked.Type,
        _ fill: (inout Asked) throws(HeliographError) -> Void = { _ throws(HeliographError) in }
    ) async throws(HeliographError) -> JSON {
        try await ask(try call(request, fill))
    }

    /// Asks the node of the data folder in nobody's name, so that nothing counts as read.
    func look<Asked: Request>(
        _ request: Asked.Type,
        _ fill: (inout Asked) throws(HeliographError) -> Void = { _ throws(HeliographError) in }
    ) async throws(HeliographError) -> JSON {
        var made = Asked()
        try fill(&made)
        return try await ask(Call(made))
    }

    /// Asks the node of the data folder.
    func ask(_ call: Call) async throws(HeliographError) -> JSON {
        let folder = folder
        let answer = await WaitingLine.during("the node works on `\(call.operation)`") {
            await NodeDoor(folder).perform(call)
        }
        switch answer {
        case .done(let json): return json
        case .refused(let error): throw error
        }
    }

    /// The words of officers beside a statement.
    var words: ReleaseWords {
        var words = ReleaseWords()
        words.approvedBy = self["approved-by"]
        words.emergency = self["emergency"]
        words.override = self["override"]
        words.notTheSame = self["not-the-same"]
        return words
    }
}
