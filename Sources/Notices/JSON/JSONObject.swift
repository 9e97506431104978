/// The members of a JSON object in the order they were written.
///
/// Two objects are equal only if their members stand in the same order.
public struct JSONObject: Sendable, Hashable, Sequence, ExpressibleByDictionaryLiteral {
    /// The keys, in the order of the members.
    public private(set) var keys: [String] = []
    /// The values, in the order of the members.
    public private(set) var values: [JSON] = []
    /// The place of each key, kept only for large objects. To look through a few keys is faster; to
    /// look through many would let a hostile object cost the square of its size.
    private var places: [String: Int]?

    /// The largest object that is searched key by key.
    static let scannedMax = 12
    /// The number of members that the first one makes room for: most objects have no more.
    private static let firstCapacity = 6

    /// An object without members.
    public init() {}

    /// An object with these members.
    ///
    /// - Parameter members: the last of two equal keys stands, in the place of the first.
    public init(_ members: some Sequence<(String, JSON)>) {
        for (key, value) in members { self[key] = value }
    }

    /// An object with these members, as `init(_:)` takes them.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self.init(elements)
    }

    /// The number of members.
    public var count: Int { keys.count }
    /// True if there is no member.
    public var isEmpty: Bool { keys.isEmpty }

    /// The value of a member; nil if there is none. Setting a value replaces that of a member in
    /// its place, or appends a new member; setting nil removes the member.
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

    /// Goes through keys and values in their order.
    public func makeIterator() -> Zip2Sequence<[String], [JSON]>.Iterator {
        zip(keys, values).makeIterator()
    }

    /// True if both have the same members in the same order.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.keys == right.keys && left.values == right.values
    }

    /// Hashes keys and values in their order.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(keys)
        hasher.combine(values)
    }

    /// Adds a member at the end unless the key is there already.
    ///
    /// Keys that differ only in Unicode normalisation count as equal here, which is stricter than
    /// RFC 8259: two readers could disagree about such keys.
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

    /// The value whose key has exactly these bytes, for a small object.
    func scanned(for key: UnsafeBufferPointer<UInt8>) -> JSON? {
        for place in keys.indices where keys[place].utf8.count == key.count {
            let isSame = keys[place].utf8.withContiguousStorageIfAvailable { $0.elementsEqual(key) }
            if isSame ?? keys[place].utf8.elementsEqual(key) { return values[place] }
        }
        return nil
    }

    /// `String` equality takes the Kelvin sign for `K`; the byte count tells the two apart.
    private func place(of key: String) -> Int? {
        guard let place = places.map({ $0[key] }) ?? keys.firstIndex(of: key),
            keys[place].utf8.count == key.utf8.count
        else { return nil }
        return place
    }
}
