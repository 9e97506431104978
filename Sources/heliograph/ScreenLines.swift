import Notices

/// Sentences as lines of a screen.
enum ScreenLines {
    /// Breaks a text at blanks; a text with a direction of its own keeps it on each line. Blanks at
    /// its start stay; a word that is longer than a line stands alone.
    ///
    /// - Parameter indent: stands before every line but the first.
    static func wrapped(_ text: String, columns: Int, indent: String = "") -> [String] {
        let text = ShownText.line(text)
        var lines: [String] = []
        var line = String(text.prefix { $0 == " " })
        var isEmpty = true
        for word in text.split(separator: " ") {
            if !isEmpty, ShownText.width(of: line + " " + word) > columns {
                lines.append(line)
                line = indent + word
            } else {
                line += (isEmpty ? "" : " ") + word
            }
            isEmpty = false
        }
        return ShownText.isolated(lines + [line])
    }
}
