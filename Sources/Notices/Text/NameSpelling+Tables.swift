extension NameSpelling {
    /// Table A where a letter does not simply lose its accent, and `Ǆ Ǉ Ǌ`, which table B has as
    /// Cyrillic letters.
    static let latin: [Unicode.Scalar: [String]] = [
        "Ä": ["AE", "A"], "Å": ["AA", "A"], "Æ": ["AE"], "Ð": ["D"], "Ñ": ["N", "NXX"],
        "Ö": ["OE", "O"], "Ø": ["OE"], "Ü": ["UE", "UXX", "U"], "Þ": ["TH"], "Đ": ["D"],
        "Ħ": ["H"], "ı": ["I"], "Ĳ": ["IJ"], "Ŀ": ["L"], "Ł": ["L"], "Ŋ": ["N"], "Œ": ["OE"],
        "Ŧ": ["T"], "Ə": ["E"], "ß": ["SS"], "ẞ": ["SS"], "Ǆ": ["DZ"], "Ǉ": ["LJ"], "Ǌ": ["NJ"],
    ]

    /// Table B, the recommended spelling first, then those of the languages that it names.
    ///
    /// Two rows are most likely meant for other letters than they print, so both have the spelling:
    /// U+0492 for U+0403 (Macedonian), U+04BA for U+040B (Serbian).
    static let cyrillic: [Unicode.Scalar: [String]] = [
        "А": ["A"], "Б": ["B"], "В": ["V"], "Г": ["G", "H"], "Д": ["D"], "Е": ["E"],
        "Ё": ["E", "IO"], "Ж": ["ZH", "Z"], "З": ["Z"], "И": ["I", "Y"], "І": ["I"], "Й": ["I"],
        "К": ["K"], "Л": ["L"], "М": ["M"], "Н": ["N"], "О": ["O"], "П": ["P"], "Р": ["R"],
        "С": ["S"], "Т": ["T"], "У": ["U"], "Ф": ["F"], "Х": ["KH", "H"], "Ц": ["TS", "C"],
        "Ч": ["CH", "C"], "Ш": ["SH", "S"], "Щ": ["SHCH", "SHT"], "Ъ": ["IE"], "Ы": ["Y"],
        "Э": ["E"], "Ю": ["IU"], "Я": ["IA"], "Ђ": ["D"], "Є": ["IE"], "Ѕ": ["DZ"], "Ї": ["I"],
        "Ј": ["J"], "Љ": ["LJ"], "Њ": ["NJ"], "Ќ": ["K", "KJ"], "Ў": ["U"], "Џ": ["DZ", "DJ"],
        "Ѫ": ["U"], "Ѵ": ["Y"], "Ґ": ["G"], "Ѓ": ["G", "GJ"], "Ғ": ["G", "GJ"], "Ћ": ["C"],
        "Һ": ["C"],
    ]

    /// Spellings that table B permits at the start of a Ukrainian name.
    static let initialCyrillic: [Unicode.Scalar: [String]] = [
        "Є": ["YE"], "Ї": ["YI"], "Й": ["Y"], "Ю": ["YU"], "Я": ["YA"],
    ]

    /// Table C. Letters that the Latin alphabet lacks begin with X. The final heh with two dots is
    /// written in one of two ways.
    ///
    /// - Source: ICAO Doc 9303 part 3, section 6, table C, by a public rendering of it; not checked
    ///   against the printed one.
    static let arabic: [Unicode.Scalar: [String]] = [
        "ء": ["XE"], "آ": ["XAA"], "أ": ["XAE"], "ؤ": ["U"], "إ": ["I"], "ئ": ["XI"],
        "ا": ["A"], "ب": ["B"], "ة": ["XTA", "XAH"], "ت": ["T"], "ث": ["XTH"], "ج": ["J"],
        "ح": ["XH"], "خ": ["XKH"], "د": ["D"], "ذ": ["XDH"], "ر": ["R"], "ز": ["Z"], "س": ["S"],
        "ش": ["XSH"], "ص": ["XSS"], "ض": ["XDZ"], "ط": ["XTT"], "ظ": ["XZZ"], "ع": ["E"],
        "غ": ["G"], "ف": ["F"], "ق": ["Q"], "ك": ["K"], "ل": ["L"], "م": ["M"], "ن": ["N"],
        "ه": ["H"], "و": ["W"], "ى": ["XAY"], "ي": ["Y"],
        // Persian, Urdu, Pashto and others.
        "\u{671}": ["XXA"], "\u{679}": ["XXT"], "\u{67C}": ["XRT"], "\u{67E}": ["P"],
        "\u{681}": ["XKE"], "\u{685}": ["XXH"], "\u{686}": ["XC"], "\u{688}": ["XXD"],
        "\u{689}": ["XDR"], "\u{691}": ["XXR"], "\u{693}": ["XRR"], "\u{696}": ["XRX"],
        "\u{698}": ["XJ"], "\u{69A}": ["XXS"], "\u{6A9}": ["XKK"], "\u{6AB}": ["XXK"],
        "\u{6AD}": ["XNG"], "\u{6AF}": ["XGG"], "\u{6BA}": ["XNN"], "\u{6BC}": ["XXN"],
        "\u{6BE}": ["XDO"], "\u{6C0}": ["XYH"], "\u{6C1}": ["XXG"], "\u{6C2}": ["XGE"],
        "\u{6C3}": ["XTG"], "\u{6CC}": ["XYA"], "\u{6CD}": ["XXY"], "\u{6D0}": ["Y"],
        "\u{6D2}": ["XYB"], "\u{6D3}": ["XBE"],
    ]

    /// Doubles the letter before it; vowel signs may stand between the two.
    static let shadda: Unicode.Scalar = "\u{651}"

    /// Letters that the zone leaves out: the soft sign, the tatweel, and four that table C does not
    /// encode.
    static let uncoded: Set<Unicode.Scalar> = [
        "Ь", "\u{640}", "\u{69C}", "\u{6A2}", "\u{6A7}", "\u{6A8}",
    ]
}
