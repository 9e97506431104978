import TestKit
import Testing

@testable import Exchange

@Suite("The heap")
struct HeapTests {
    @Test("gives back every element, least first", arguments: 0..<20 as Range<UInt64>)
    func sorts(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let count = Int.random(in: 0...200, using: &random)
        let numbers = (0..<count).map { _ in Int.random(in: 0..<50, using: &random) }
        var heap = Heap<Int>()
        for number in numbers { heap.insert(number) }
        #expect(heap.count == numbers.count)
        #expect(heap.first == numbers.min())
        var left: [Int] = []
        while let number = heap.popFirst() { left.append(number) }
        #expect(left == numbers.sorted())
        #expect(heap.isEmpty)
    }

    @Test("an empty heap gives nothing")
    func empty() {
        var heap = Heap<Int>()
        #expect(heap.popFirst() == nil)
        #expect(heap.first == nil)
    }
}
