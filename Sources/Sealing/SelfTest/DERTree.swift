/// DER taken apart, so that a forgery can be built whose lengths still agree.
indirect enum DERTree: Equatable {
    case primitive(tag: UInt8, [UInt8])
    case constructed(tag: UInt8, [DERTree])

    /// Reads one element and everything in it.
    static func read(_ bytes: ArraySlice<UInt8>) throws(GateRefusal) -> DERTree {
        var reader = try DERReader(bytes)
        let tree = try read(&reader, depth: 0)
        try reader.end("the document")
        return tree
    }

    private static func read(_ reader: inout DERReader, depth: Int) throws(GateRefusal) -> DERTree {
        let element = try reader.any()
        guard element.tag & 0x20 != 0 else {
            return .primitive(tag: element.tag, Array(element.content))
        }
        var inside = try DERReader(element.content, depth: depth + 1)
        var children: [DERTree] = []
        while !inside.isAtEnd { children.append(try read(&inside, depth: depth + 1)) }
        return .constructed(tag: element.tag, children)
    }

    var encoded: [UInt8] {
        let (tag, content): (UInt8, [UInt8]) =
            switch self {
            case .primitive(let tag, let bytes): (tag, bytes)
            case .constructed(let tag, let children): (tag, children.flatMap(\.encoded))
            }
        return derElement(tag, content)
    }

    /// The tree below a path of child positions; changes nothing where the path leads nowhere.
    subscript(path: [Int]) -> DERTree? {
        get {
            guard let first = path.first else { return self }
            guard case .constructed(_, let children) = self, children.indices.contains(first)
            else { return nil }
            return children[first][Array(path.dropFirst())]
        }
        set {
            guard let first = path.first else {
                if let newValue { self = newValue }
                return
            }
            guard case .constructed(let tag, var children) = self,
                children.indices.contains(first)
            else { return }
            if path.count == 1 {
                if let newValue {
                    children[first] = newValue
                } else {
                    children.remove(at: first)
                }
            } else {
                children[first][Array(path.dropFirst())] = newValue
            }
            self = .constructed(tag: tag, children)
        }
    }

    /// Adds a child behind the others of the element at `path`.
    mutating func append(_ child: DERTree, at path: [Int]) {
        guard case .constructed(let tag, let children)? = self[path] else { return }
        self[path] = .constructed(tag: tag, children + [child])
    }

    /// Exchanges the first two children of the element at `path`.
    mutating func swapFirstTwo(at path: [Int]) {
        guard case .constructed(let tag, var children)? = self[path], children.count > 1 else {
            return
        }
        children.swapAt(0, 1)
        self[path] = .constructed(tag: tag, children)
    }

    /// The bytes of a primitive element, changed.
    mutating func mutate(_ path: [Int], _ change: (inout [UInt8]) -> Void) {
        guard case .primitive(let tag, var bytes)? = self[path] else { return }
        change(&bytes)
        self[path] = .primitive(tag: tag, bytes)
    }
}
