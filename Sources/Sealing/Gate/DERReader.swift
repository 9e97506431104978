package import Notices

/// A refusal of the gate. The reason is for the log and the vectors; a peer sees only the code.
package struct GateRefusal: Error, Equatable, CustomStringConvertible {
    /// `malformed`, or `typeWrong` for a signature of another document type.
    package let code: Code
    /// The first rule that the bytes break, without any of their content.
    package let description: String

    /// - Parameter code: `malformed`, or `typeWrong` for a signature of another document type.
    init(_ description: String, code: Code = .malformed) {
        self.code = code
        self.description = description
    }

    var asError: HeliographError {
        HeliographError(
            code,
            code == .typeWrong
                ? "A signature of one type was presented as another."
                : "A document is not as the protocol says.",
            detail: [description])
    }
}

/// Reads strict DER: one-byte tags, definite lengths in their shortest form, nothing left over.
///
/// - Source: X.690 sections 8 to 10.
struct DERReader {
    /// One tag-length-value.
    struct Element {
        let tag: UInt8
        let content: ArraySlice<UInt8>
        /// Tag, length and content.
        let whole: ArraySlice<UInt8>
    }

    /// A signingCertificateV2 attribute with the issuer's name is 17 deep.
    static let depthMax = 20

    private var rest: ArraySlice<UInt8>
    private let depth: Int

    init(_ bytes: ArraySlice<UInt8>, depth: Int = 0) throws(GateRefusal) {
        guard depth <= DERReader.depthMax else { throw GateRefusal("nested too deeply") }
        rest = bytes
        self.depth = depth
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// The tag of the next element, nil at the end.
    var nextTag: UInt8? { rest.first }

    /// Takes the next element, whatever its tag.
    mutating func any() throws(GateRefusal) -> Element {
        guard rest.count >= 2 else { throw GateRefusal("an element is cut off") }
        let start = rest.startIndex
        let tag = rest[start]
        guard tag & 0x1F != 0x1F else { throw GateRefusal("a tag has more than one byte") }
        let first = rest[start + 1]
        var length = Int(first)
        var header = 2
        if first >= 0x80 {
            let count = Int(first & 0x7F)
            guard count > 0 else { throw GateRefusal("a length is indefinite") }
            guard count <= 4, rest.count >= 2 + count else {
                throw GateRefusal("a length is out of bounds")
            }
            length = 0
            for byte in rest[(start + 2)..<(start + 2 + count)] {
                length = length << 8 | Int(byte)
            }
            guard length >= 0x80, count == 1 || length >> (8 * (count - 1)) != 0 else {
                throw GateRefusal("a length is not in its shortest form")
            }
            header += count
        }
        guard rest.count - header >= length else { throw GateRefusal("an element is cut off") }
        let end = start + header + length
        let element = Element(
            tag: tag, content: rest[(start + header)..<end], whole: rest[start..<end])
        rest = rest[end...]
        return element
    }

    /// Takes the next element, which must have this tag.
    mutating func element(_ tag: UInt8, _ what: String) throws(GateRefusal) -> Element {
        guard rest.first == tag else { throw GateRefusal("\(what) is missing or has another tag") }
        return try any()
    }

    /// Takes a constructed element and reads inside it.
    mutating func inside(_ tag: UInt8, _ what: String) throws(GateRefusal) -> DERReader {
        try inside(element(tag, what).content)
    }

    /// Reads inside a constructed element that was taken from here.
    func inside(_ content: ArraySlice<UInt8>) throws(GateRefusal) -> DERReader {
        try DERReader(content, depth: depth + 1)
    }

    /// Takes an INTEGER that must be exactly `value`, 0...127.
    mutating func integer(_ value: UInt8, _ what: String) throws(GateRefusal) {
        guard try element(0x02, what).content.elementsEqual([value]) else {
            throw GateRefusal("\(what) is not \(value)")
        }
    }

    /// Takes an OBJECT IDENTIFIER that must have exactly these content octets.
    mutating func objectIdentifier(_ wanted: [UInt8], _ what: String) throws(GateRefusal) {
        guard try element(Tag.objectIdentifier, what).content.elementsEqual(wanted) else {
            throw GateRefusal("\(what) is an object identifier that is not allowed here")
        }
    }

    func end(_ what: String) throws(GateRefusal) {
        guard rest.isEmpty else { throw GateRefusal("something follows in \(what)") }
    }
}

/// The order of a SET OF: DER has its elements in ascending order of their encodings, each once.
///
/// - Source: X.690 section 11.6. Two encodings of different length differ before the shorter one
///   ends.
struct SetOrder {
    private var last: ArraySlice<UInt8>?

    mutating func next(_ whole: ArraySlice<UInt8>, _ what: String) throws(GateRefusal) {
        if let last, !last.lexicographicallyPrecedes(whole) {
            throw GateRefusal("\(what) are not in the order of DER, or one comes twice")
        }
        last = whole
    }
}

/// One tag-length-value in DER.
func derElement(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    let count = content.count
    guard count >= 0x80 else { return [tag, UInt8(count)] + content }
    let octets = (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * $0)) }
    let needed = octets.drop { $0 == 0 }
    return [tag, 0x80 | UInt8(needed.count)] + needed + content
}

/// Tags of X.690 and of the CMS structures.
enum Tag {
    static let integer: UInt8 = 0x02
    static let bitString: UInt8 = 0x03
    static let octetString: UInt8 = 0x04
    static let null: UInt8 = 0x05
    static let objectIdentifier: UInt8 = 0x06
    static let utcTime: UInt8 = 0x17
    static let generalizedTime: UInt8 = 0x18
    static let sequence: UInt8 = 0x30
    static let set: UInt8 = 0x31
    /// `[n]`, primitive.
    static func primitive(_ number: UInt8) -> UInt8 { 0x80 | number }
    /// `[n]`, constructed.
    static func constructed(_ number: UInt8) -> UInt8 { 0xA0 | number }
}
