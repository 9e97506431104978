extension NameSpelling {
    /// Table C. Letters that the Latin alphabet lacks begin with X; vowel signs are not written. The
    /// final heh with two dots is written in one of two ways.
    ///
    /// - Source: ICAO Doc 9303 part 3, section 6, table C, by a public rendering of it; not checked
    ///   against the printed one.
    static let arabic: [Unicode.Scalar: [String]] = [
        "ء": ["XE"], "آ": ["XAA"], "أ": ["XAE"], "ؤ": ["U"], "إ": ["I"], "ئ": ["XI"],
        "ا": ["A"], "ب": ["B"], "ة": ["XTA", "XAH"], "ت": ["T"], "ث": ["XTH"], "ج": ["J"],
        "ح": ["XH"], "خ": ["XKH"], "د": ["D"], "ذ": ["XDH"], "ر": ["R"], "ز": ["Z"], "س": ["S"],
        "ش": ["XSH"], "ص": ["XSS"], "ض": ["XDZ"], "ط": ["XTT"], "ظ": ["XZZ"], "ع": ["E"],
        "غ": ["G"], "ف": ["F"], "ق": ["Q"], "ك": ["K"], "ل": ["L"], "م": ["M"], "ن": ["N"],
        "ه": ["H"], "و": ["W"], "ى": ["XAY"], "ي": ["Y"], "ـ": [""],
    ]
}
