import Testing

@testable import Station

@Suite("Portions")
struct PortionsTests {
    @Test("every element stands in one portion, in its order, and no portion weighs too much")
    func whole() {
        for count in 0...20 {
            for most in 1...7 {
                let elements = Array(0..<count)
                let portions = elements.portions(most, weight: { $0 % 4 })
                #expect(portions.flatMap(\.self) == elements)
                for portion in portions {
                    let weight = portion.reduce(0) { $0 + $1 % 4 }
                    #expect(!portion.isEmpty && (weight <= most || portion.count == 1))
                }
            }
        }
    }

    @Test("an element that is too heavy stands alone, and light ones are read together")
    func heavy() {
        #expect([1, 9, 1, 1, 1].portions(3, weight: \.self) == [[1], [9], [1, 1, 1]])
        #expect([1, 2, 3, 4, 5].portions(2) == [[1, 2], [3, 4], [5]])
    }
}
