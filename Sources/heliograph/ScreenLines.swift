import Notices

/// Sentences as lines of a screen.
enum ScreenLines {
    /// Breaks a text at blanks; a text with a direction of its own keeps it on each line. Blanks at
    /// its start stay; a word that is longer than a line stands alone.
    ///
    /// - Parameter indent: stands before every line but the first.
    static func wrapped(_ text: String, columns: Int, indent: String = "") -> [String] {
        ShownText.wrapped(
            ShownText.line(text), columns: columns, indent: indent, longWord: .staysWhole)
    }
}
