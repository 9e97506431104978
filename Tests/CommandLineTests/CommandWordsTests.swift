import CommandWords
import Notices
import Testing

@Suite("Words of a command line")
struct CommandWordsTests {
    private let send = VerbGrammar(
        verb: "notice send", operands: [.init("FILE", repeats: true)],
        options: [.init("to"), .init("as"), .init("state", values: ["new", "read"])],
        flags: ["watch"])
    private let show = VerbGrammar(
        verb: "notice show", operands: [.init("ID")], options: [.init("out", isRequired: true)])

    private func refusal(_ words: [String], _ grammar: VerbGrammar) -> String? {
        do throws(HeliographError) {
            _ = try CommandWords(words, for: grammar)
            return nil
        } catch {
            #expect(error.code == .usage)
            return error.sentence
        }
    }

    @Test("a value follows its option as the next word or behind =")
    func values() throws {
        for words in [["a", "--state", "new"], ["--state=new", "a"]] {
            let read = try CommandWords(words, for: send)
            #expect(read["state"] == "new")
            #expect(read.operands == ["a"])
        }
        #expect(try CommandWords(["a", "--to=x=y"], for: send)["to"] == "x=y")
        #expect(try CommandWords(["a", "--to="], for: send)["to"] == "")
    }

    @Test("behind -- every word is an operand, and - alone is one")
    func operands() throws {
        #expect(try CommandWords(["--", "--to", "-h"], for: send).operands == ["--to", "-h"])
        #expect(try CommandWords(["-"], for: send).operands == ["-"])
    }

    @Test(
        "a refusal names the word, and what was probably meant",
        arguments: [
            (
                ["a", "--sate", "new"],
                "`notice send` does not know `--sate`. Did you mean `--state`?"
            ),
            (["a", "--zzzzzz"], "`notice send` does not know `--zzzzzz`."),
            (
                ["-q"],
                "`notice send` does not know `-q`. If it is the name of a file, write `./-q`."
            ),
            (["a", "--to"], "`--to` needs a value."),
            (["a", "--as", "--to", "XB"], "`--as` needs a value before `--to`."),
            (["a", "--to", "XB", "--to", "XC"], "`--to` stands twice."),
            (["a", "--watch=yes"], "`--watch` takes no value."),
            (["a", "--state", "nw"], "`--state` does not take `nw`."),
            (["a", "--state", "raed"], "`--state` does not take `raed`. Did you mean read?"),
            ([], "`notice send` needs FILE, which is missing."),
        ])
    func refusals(words: [String], sentence: String) {
        #expect(refusal(words, send) == sentence)
    }

    @Test("a missing operand is named with one of the example, and put into the command typed")
    func missingOperand() {
        func next(_ words: [String], _ example: String) -> (sentence: String, next: String)? {
            let grammar = VerbGrammar(
                verb: "notice send", operands: [.init("FILE", repeats: true)],
                options: [.init("as")], example: example)
            do throws(HeliographError) {
                _ = try CommandWords(words, for: grammar)
                return nil
            } catch {
                return (error.sentence, error.next)
            }
        }
        let example = "heliograph notice send alert.json --as officer-7"
        let typed = next(["--as", "kask"], example)
        #expect(
            typed?.sentence == "`notice send` needs FILE, such as `alert.json`; it is missing.")
        #expect(typed?.next.contains("`heliograph notice send alert.json --as kask`") == true)
        // A word that a shell reads in another way is not put into a command.
        #expect(next(["--as", "$(id)"], example)?.next.contains("$") == false)
        // An example may itself lack the operand.
        let lacking = next([], "heliograph notice send --as officer-7")
        #expect(lacking?.sentence == "`notice send` needs FILE, which is missing.")
    }

    @Test("a required option and a word too many are named")
    func required() {
        #expect(refusal(["a"], show) == "`notice show` needs `--out`, which is missing.")
        #expect(
            refusal(["a", "b", "--out", "c"], show)
                == "`notice show` takes 1 word besides its options; `b` is one too many.")
        #expect(
            refusal(["x"], VerbGrammar(verb: "version"))
                == "`version` takes options only; `x` is none.")
    }

    @Test("help is asked for where a flag may stand, and nowhere else")
    func help() {
        #expect(CommandWords.askForHelp(["a", "-h"], of: send))
        #expect(CommandWords.askForHelp(["--help"], of: send))
        #expect(!CommandWords.askForHelp(["--to", "-h"], of: send))
        #expect(!CommandWords.askForHelp(["--", "-h"], of: send))
        #expect(CommandWords.askForHelp(["--to=x", "-h"], of: send))
    }

    @Test("codes of members are read, and a wrong one is named with what was meant")
    func members() throws {
        let read = try CommandWords(["a", "--to", "XB,XC", "--as", "Malta"], for: send)
        #expect(try read.members("to") == [MemberCode("XB"), MemberCode("XC")].compactMap(\.self))
        #expect(try read.members("state") == nil)
        do throws(HeliographError) {
            _ = try read.members("as")
            Issue.record("a name was taken for a code")
        } catch {
            #expect(
                error.sentence.contains("`Malta` is none. Did you mean MT"), "\(error.sentence)")
        }
    }
}
