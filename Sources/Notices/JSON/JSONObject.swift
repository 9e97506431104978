/// The members of a JSON object in the order they were written.
///
/// Two objects are equal only if their members stand in the same order.
public struct JSONObject: Sendable, Hashable, Sequence, ExpressibleByDictionaryLiteral {
    public private(set) var keys: [String] = []
    public private(set) var values: [JSON] = []
    /// Where each key stands, kept only for large objects: looking through a few keys is faster,
    /// and looking through many would let a hostile object cost the square of its size.
    private var places: [String: Int]?

    /// Up to this many members are searched one by one.
    static let scannedMax = 12
    /// Room for as many members is made with the first: most objects have no more.
    private static let firstCapacity = 6

    public init() {}

    /// - Parameter members: the last of two equal keys stands, in the place of the first.
    public init(_ members: some Sequence<(String, JSON)>) {
        for (key, value) in members { self[key] = value }
    }

    public init(dictionaryLiteral elements: (String, JSON)...) {
        self.init(elements)
    }

    public var count: Int { keys.count }
    public var isEmpty: Bool { keys.isEmpty }

    /// Setting keeps the place of a member that is there, and appends one that is not; setting nil
    /// removes it.
    public subscript(key: String) -> JSON? {
        get { place(of: key).map { values[$0] } }
        set {
            switch (place(of: key), newValue) {
            case (let place?, let value?): values[place] = value
            case (let place?, nil): remove(at: place)
            case (nil, let value?): append(key, value)
            case (nil, nil): break
            }
        }
    }

    public func makeIterator() -> Zip2Sequence<[String], [JSON]>.Iterator {
        zip(keys, values).makeIterator()
    }

    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.keys == right.keys && left.values == right.values
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(keys)
        hasher.combine(values)
    }

    /// Adds a member at the end unless the key is there already.
    ///
    /// Keys that differ only in Unicode normalisation count as equal here, which is stricter than
    /// RFC 8259: readers that disagree about such keys must not be given the chance.
    ///
    /// - Returns: false for a key that is there already; the object is then unchanged.
    mutating func appendIfNew(_ key: String, _ value: JSON) -> Bool {
        if let places {
            guard places[key] == nil else { return false }
        } else {
            guard !keys.contains(key) else { return false }
        }
        append(key, value)
        return true
    }

    private mutating func append(_ key: String, _ value: JSON) {
        if keys.isEmpty {
            keys.reserveCapacity(Self.firstCapacity)
            values.reserveCapacity(Self.firstCapacity)
        }
        keys.append(key)
        values.append(value)
        if places != nil {
            places?[key] = keys.count - 1
        } else if keys.count > Self.scannedMax {
            places = Dictionary(zip(keys, keys.indices), uniquingKeysWith: { first, _ in first })
        }
    }

    private mutating func remove(at place: Int) {
        keys.remove(at: place)
        values.remove(at: place)
        guard places != nil else { return }
        places = Dictionary(zip(keys, keys.indices), uniquingKeysWith: { first, _ in first })
    }

    /// The member of a small object by the bytes of its key.
    func scanned(for key: UnsafeBufferPointer<UInt8>) -> JSON? {
        for place in keys.indices where keys[place].utf8.count == key.count {
            let isSame = keys[place].utf8.withContiguousStorageIfAvailable { $0.elementsEqual(key) }
            if isSame ?? keys[place].utf8.elementsEqual(key) { return values[place] }
        }
        return nil
    }

    /// `String` equality takes the Kelvin sign for `K`; the byte count tells them apart.
    private func place(of key: String) -> Int? {
        guard let place = places.map({ $0[key] }) ?? keys.firstIndex(of: key),
            keys[place].utf8.count == key.utf8.count
        else { return nil }
        return place
    }
}
