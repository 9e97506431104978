package import Exchange
package import Federation
package import Notices
package import Ports
package import Traffic

/// A value that can be printed as JSON, always in the same form.
package protocol Printable: Sendable {
    /// The form of every value of this type.
    static var shape: Shape { get }
    /// The value as it is printed.
    var json: JSON { get }
}

/// An answer, or a part of one: plain values under the names with which they are printed.
package protocol View: Printable {
    /// Every member, in the order in which it is printed.
    static var members: [ViewMember<Self>] { get }
}

/// One member of a view, or all members of a part of it, in the order in which they are printed.
package struct ViewMember<Root>: Sendable {
    /// The names and forms that are printed.
    let shapes: [Shape.Member]
    /// Adds the names and values to the object of the view.
    let print: @Sendable (Root, inout JSONObject) -> Void

    /// A member with one value of the view.
    ///
    /// - Parameters:
    ///   - name: camelCase.
    ///   - value: a literal such as `\.state`. The compiler makes a plain function of it; a key
    ///     path that is built while a view is printed costs more than the printing.
    package init<Value: Printable>(
        _ name: String, _ value: @escaping @Sendable (Root) -> Value
    ) {
        shapes = [Shape.Member(name, Value.shape)]
        print = { root, object in object[name] = value(root).json }
    }

    /// Every member of a part, as if it were a member of the view itself.
    package init<Part: View>(allOf part: @escaping @Sendable (Root) -> Part) {
        shapes = Part.members.flatMap(\.shapes)
        print = { root, object in
            let value = part(root)
            for member in Part.members { member.print(value, &object) }
        }
    }
}

extension View {
    /// An object of exactly `members`.
    package static var shape: Shape {
        .object(members.flatMap(\.shapes))
    }

    /// The object, with its members in the order of `members`.
    package var json: JSON {
        var object: JSONObject = [:]
        for member in Self.members { member.print(self, &object) }
        return .object(object)
    }
}

/// A list, as every listing prints it.
package struct Items<Item: Printable>: Printable {
    /// The things that the list shows.
    package let items: [Item]

    /// A list of these.
    package init(_ items: [Item]) {
        self.items = items
    }

    /// An object whose one member, `items`, is a list.
    package static var shape: Shape { .items(Item.shape) }
    /// The items, each as it is printed.
    package var json: JSON { ["items": items.json] }
}

/// A JSON object with a schema of its own, such as a notice or a policy.
package struct Document: Printable, Equatable {
    /// The object.
    package let json: JSON

    /// A document of this object.
    ///
    /// - Parameter json: an object; other values are not refused here.
    package init(_ json: JSON) {
        self.json = json
    }

    /// An object that another schema describes.
    package static var shape: Shape { .document }
}

/// A JSON value of any form, such as a member of a notice before and after a change.
package struct AnyValue: Printable {
    /// The value as it is printed.
    package let json: JSON

    /// Any value.
    package init(
        json: JSON
    ) {
        self.json = json
    }

    /// Any JSON value.
    package static var shape: Shape { .anything }
}

/// One file, as base64.
package struct NamedFileView: View {
    /// The file's name, without a folder.
    package let name: String
    /// Base64.
    package let bytes: String

    /// A file of these bytes, which stand as base64.
    package init(
        name: String, bytes: String
    ) {
        self.name = name
        self.bytes = bytes
    }

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<NamedFileView>] = [
        ViewMember("name", \.name), ViewMember("bytes", \.bytes),
    ]
}

// MARK: - Plain values

extension Optional: Printable where Wrapped: Printable {
    /// The wrapped value, or null.
    package static var shape: Shape { .nullable(Wrapped.shape) }
    /// The wrapped value; null for nil.
    package var json: JSON { self?.json ?? .null }
}

extension Array: Printable where Element: Printable {
    /// A list of elements.
    package static var shape: Shape { .list(Element.shape) }
    /// The elements in their order.
    package var json: JSON { .array(map { $0.json }) }
}

extension String: Printable {
    /// Any text.
    package static var shape: Shape { .text }
    /// A JSON string.
    package var json: JSON { .string(self) }
}

extension Int: Printable {
    /// A whole number.
    package static var shape: Shape { .integer }
    /// A JSON number.
    package var json: JSON { .number(JSONNumber(self)) }
}

extension Bool: Printable {
    /// `true` or `false`.
    package static var shape: Shape { .flag }
    /// A JSON boolean.
    package var json: JSON { .bool(self) }
}

extension Instant: Printable {
    /// A time in RFC 3339, UTC, whole seconds.
    package static var shape: Shape { .time }
    /// The time as a JSON string.
    package var json: JSON { .string(description) }
}

extension MemberCode: Printable {
    /// Two capital letters.
    package static var shape: Shape { .member }
    /// The code as a JSON string.
    package var json: JSON { .string(description) }
}

extension MessageID: Printable {
    /// A UUIDv7 in small letters.
    package static var shape: Shape { .messageID }
    /// The id as a JSON string.
    package var json: JSON { .string(description) }
}

extension Digest: Printable {
    /// 64 hexadecimal digits.
    package static var shape: Shape { .digest }
    /// The digits as a JSON string.
    package var json: JSON { .string(description) }
}

extension KeyID: Printable {
    /// 40 hexadecimal digits.
    package static var shape: Shape { .keyID }
    /// The digits as a JSON string.
    package var json: JSON { .string(description) }
}

extension Code: Printable {
    /// A text, not one of a closed list.
    package static var shape: Shape { .text }
    /// The code, such as `not-found`, as a JSON string.
    package var json: JSON { .string(rawValue) }
}

extension Printable where Self: RawRepresentable, RawValue == String, Self: CaseIterable {
    /// One of the raw values.
    package static var shape: Shape { .oneOf(allCases.map(\.rawValue)) }
    /// The raw value as a JSON string.
    package var json: JSON { .string(rawValue) }
}

extension Precedence: Printable {}
extension DeliveryState: Printable {}
extension InboxState: Printable {}
extension EvidenceStep: Printable {}
extension KeySlot: Printable {}
extension KeyState: Printable {}
extension Standing: Printable {}
extension Handover.State: Printable {}
extension Member.Status: Printable {}
extension Traveller.Agreement: Printable {}
