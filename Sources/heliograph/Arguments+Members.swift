import CommandWords
import Notices

/// Codes of members among the words of a command line, refused with the word itself and with the
/// code that was probably meant.
extension Arguments {
    /// Member codes such as `XB,XC`; nil if the option was not given.
    ///
    /// - Throws: `usage` if one is no code.
    func members(_ option: String) throws(HeliographError) -> [MemberCode]? {
        guard let text = self[option] else { return nil }
        var codes: [MemberCode] = []
        for part in text.split(separator: ",") {
            codes.append(try member(String(part), of: option))
        }
        return codes
    }

    /// Reads a member code.
    ///
    /// - Parameter option: the option's name, or that of an operand in capitals, for the message.
    /// - Throws: `usage` if it is no code.
    func member(_ text: String, of option: String) throws(HeliographError) -> MemberCode {
        if let code = MemberCode(text) { return code }
        let place = option == option.uppercased() ? option : "`--\(option)`"
        throw HeliographError(
            .usage,
            "\(place) takes codes of two capital letters; `\(ShownText.brief(text))` is none."
                + Country.suggestion(for: text),
            next: "Take the country's two letters of ISO 3166-1, such as EE for Estonia.")
    }
}
