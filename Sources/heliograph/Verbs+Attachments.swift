import Asking
import CommandWords
import Node
import Notices
import Office
import Station

extension Verbs {
    static let attachments: [Verb] = [
        Verb(
            TakeAttachment.self,
            operands: "ID NUMBER|DIGEST",
            options: [
                .init(
                    name: "out", value: "FILE",
                    meaning: "where to write it; nothing may have that name", isRequired: true),
                .init(
                    name: "as", value: "OFFICER",
                    meaning: "who takes it; recorded, and the issuer is told", isRequired: true),
            ],
            example:
                "heliograph inbox attachment XA-TA-2027-000007 1 --out ./video.mp4 "
                + "--as officer-3 --dir ./xb"
        ) { arguments throws(HeliographError) in
            try await takeOut(arguments)
        }
    ]

    private static func takeOut(_ arguments: Arguments) async throws(HeliographError) -> Output {
        let out = try arguments.required("out")
        let file = try OutputFile(out)
        var json: JSON
        do throws(HeliographError) {
            let call = try arguments.call(TakeAttachment.self) {
                $0.id = arguments.operand(0)
                $0.digest = arguments.operand(1)
            }
            let door = NodeDoor(arguments.folder)
            let handed = try file.handed()
            let answer = await WaitingLine.during(
                "writing \(out)", done: { file.size.map { "\(Wording.size($0)) written" } }
            ) {
                await door.perform(call, files: [handed])
            }
            switch answer {
            case .done(let done): json = done
            case .refused(let error): throw error
            }
        } catch {
            file.discard()
            throw error
        }
        try file.keep()
        json["out"] = .string(out)
        return Output(
            json: json,
            text:
                Table.counted(json["bytes"]?.intValue ?? 0, "byte")
                + (json["mediaType"]?.isNull == false
                    ? " of \(Table.shown(json["mediaType"]))" : "") + " in \(out)."
        )
    }

    /// The files that `--attach` names, with the fields of the request that describe each.
    static func attached(
        _ arguments: Arguments
    ) throws(HeliographError) -> (files: [HandedFile], words: [JSON]) {
        let caption = arguments["caption"]
        let paths = (arguments["attach"] ?? "").split(separator: ",").map { String($0) }
        guard paths.isEmpty || arguments.operands.count == 1 else {
            throw HeliographError(.usage, "`--attach` goes with one notice.")
        }
        guard caption == nil || paths.count == 1 else {
            throw HeliographError(.usage, "`--caption` goes with one attachment.")
        }
        var files: [HandedFile] = []
        var words: [JSON] = []
        for path in paths {
            let file = try HandedFile.reading(path)
            try check(file, path)
            files.append(file)
            words.append([
                "mediaType": .string(MediaType.named(path)),
                "caption": caption.map { .string($0) } ?? .null,
            ])
        }
        return (files, words)
    }

    /// Refuses a folder and an empty file by its name, which the node does not hear.
    private static func check(_ file: HandedFile, _ path: String) throws(HeliographError) {
        let count: Int
        do throws(HeliographError) {
            count = try file.byteCount()
        } catch {
            throw HeliographError(
                error.code, "\(path): \(error.sentence)", next: error.next, detail: error.detail)
        }
        guard count == 0 else { return }
        throw HeliographError(
            .attachmentUnfit, "\(path) is empty: it has 0 bytes.",
            next: "Copy the file anew from where it comes from, or leave it out of `--attach`.")
    }

    /// The columns of a list. Those about attachments are left out if nothing in it has any.
    static func columns(_ list: JSON, _ columns: [String]) -> [String] {
        let some = (list["items"]?.arrayValue ?? []).contains {
            ($0["attachments"]?.intValue ?? 0) > 0
        }
        return some ? columns + ["attachments", "attachmentsArrived"] : columns
    }

    /// The attachments of one message, printed below it.
    static func attachmentRows(_ json: JSON, _ columns: [String]) -> String {
        let list = json["attachmentList"] ?? []
        guard list.arrayValue?.isEmpty == false else { return "" }
        return "\n\n" + Table.rows(["items": list], columns)
    }
}
