package import Exchange
package import Federation
package import Notices
package import Ports
package import Traffic

/// A value that can be printed as JSON, always in the same form.
package protocol Printable: Sendable {
    /// The form of every such value.
    static var shape: Shape { get }
    /// The value as it is printed.
    var json: JSON { get }
}

/// An answer, or a part of one: plain values under the names that they are printed with.
package protocol View: Printable {
    /// Every member, in the order in which it is printed.
    static var members: [ViewMember<Self>] { get }
}

/// One member of a view: its name, its form, and where its value stands.
package struct ViewMember<Root>: Sendable {
    let name: String
    let shape: Shape
    let value: @Sendable (Root) -> JSON

    /// - Parameter name: camelCase.
    package init<Value: Printable>(
        _ name: String, _ path: any KeyPath<Root, Value> & Sendable
    ) {
        self.name = name
        shape = Value.shape
        value = { $0[keyPath: path].json }
    }
}

extension View {
    package static var shape: Shape {
        .object(members.map { Shape.Member($0.name, $0.shape) })
    }

    package var json: JSON {
        var object: JSONObject = [:]
        for member in Self.members { object[member.name] = member.value(self) }
        return .object(object)
    }
}

/// A list, as every listing prints it.
package struct Items<Item: Printable>: Printable {
    /// The things that are listed.
    package let items: [Item]

    /// A list of these.
    package init(_ items: [Item]) {
        self.items = items
    }

    package static var shape: Shape { .items(Item.shape) }
    package var json: JSON { ["items": .array(items.map(\.json))] }
}

/// A JSON object with a schema of its own, such as a notice or a policy.
package struct Document: Printable, Equatable {
    /// The object.
    package let json: JSON

    /// - Parameter json: an object.
    package init(_ json: JSON) {
        self.json = json
    }

    package static var shape: Shape { .document }
}

/// A JSON value of any form, such as a member of a notice before and after a change.
package struct AnyValue: Printable {
    /// The value.
    package let json: JSON

    /// Any value.
    package init(
        json: JSON
    ) {
        self.json = json
    }

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

    package static let members: [ViewMember<NamedFileView>] = [
        ViewMember("name", \.name), ViewMember("bytes", \.bytes),
    ]
}

// MARK: - Plain values

extension Optional: Printable where Wrapped: Printable {
    package static var shape: Shape { .nullable(Wrapped.shape) }
    package var json: JSON { self?.json ?? .null }
}

extension Array: Printable where Element: Printable {
    package static var shape: Shape { .list(Element.shape) }
    package var json: JSON { .array(map(\.json)) }
}

extension String: Printable {
    package static var shape: Shape { .text }
    package var json: JSON { .string(self) }
}

extension Int: Printable {
    package static var shape: Shape { .integer }
    package var json: JSON { .number(JSONNumber(self)) }
}

extension Bool: Printable {
    package static var shape: Shape { .flag }
    package var json: JSON { .bool(self) }
}

extension Instant: Printable {
    package static var shape: Shape { .time }
    package var json: JSON { .string(description) }
}

extension MemberCode: Printable {
    package static var shape: Shape { .member }
    package var json: JSON { .string(description) }
}

extension MessageID: Printable {
    package static var shape: Shape { .messageID }
    package var json: JSON { .string(description) }
}

extension Digest: Printable {
    package static var shape: Shape { .digest }
    package var json: JSON { .string(description) }
}

extension KeyID: Printable {
    package static var shape: Shape { .keyID }
    package var json: JSON { .string(description) }
}

extension Code: Printable {
    package static var shape: Shape { .text }
    package var json: JSON { .string(rawValue) }
}

extension Printable where Self: RawRepresentable, RawValue == String, Self: CaseIterable {
    package static var shape: Shape { .oneOf(allCases.map(\.rawValue)) }
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
