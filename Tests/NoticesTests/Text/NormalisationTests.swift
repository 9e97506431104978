import Foundation
import Testing

@testable import Notices

@Suite("Unicode normalisation")
struct NormalisationTests {
    @Test("every character alone is composed as Foundation composes it")
    func characters() {
        for value in (0..<0x3_0000 as Range<UInt32>) {
            guard let scalar = Unicode.Scalar(value),
                scalar.properties.generalCategory != .unassigned
            else { continue }
            let text = String(Character(scalar))
            let expected = Array(text.precomposedStringWithCanonicalMapping.unicodeScalars)
            if Normalisation.composed(text) != expected {
                Issue.record("U+\(String(value, radix: 16))")
            }
        }
    }

    /// Foundation leaves U+AC00 U+11A8 as they are, against section 3.12 of the standard.
    @Test("a Korean syllable takes a final consonant that follows it")
    func hangul() {
        #expect(Normalisation.composed("\u{AC00}\u{11A8}") == ["\u{AC01}"])
        #expect(Normalisation.composed("\u{1100}\u{1161}\u{11A8}") == ["\u{AC01}"])
        #expect(Normalisation.composed("\u{AC01}\u{11A8}") == ["\u{AC01}", "\u{11A8}"])
    }

    @Test("so are letters under any three marks, in any order, and Korean")
    func sequences() {
        let bases = Array("aAoOuüâạǘ각가한".unicodeScalars)
        let marks: [Unicode.Scalar] = [
            "\u{300}", "\u{301}", "\u{302}", "\u{308}", "\u{323}", "\u{328}", "\u{345}", "\u{5B0}",
            "\u{11A8}", "\u{1161}", "x",
        ]
        for base in bases {
            for first in marks {
                if base == "\u{AC00}", first == "\u{11A8}" { continue }
                for second in marks {
                    for third in marks {
                        let text = String(
                            String.UnicodeScalarView([base, first, second, third]))
                        let expected = text.precomposedStringWithCanonicalMapping.unicodeScalars
                        if !Normalisation.composed(text).elementsEqual(expected) {
                            Issue.record("\(text.unicodeScalars.map(\.value))")
                        }
                    }
                }
            }
        }
    }

    @Test("a text is composed or not")
    func isComposed() {
        #expect(Normalisation.isComposed("café Ελλάδα বাংলা 한국"))
        #expect(!Normalisation.isComposed("cafe\u{301}"))
        #expect(!Normalisation.isComposed("\u{E2}\u{323}"))
        #expect(!Normalisation.isComposed("\u{212B}"))
    }
}
