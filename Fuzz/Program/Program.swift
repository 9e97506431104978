import Foundation
import FuzzTargets

/// Tries one target, which `FUZZ_TARGET` names: on files, or under a fuzzer.
///
/// `./dev fuzz` builds it with `FUZZING` and libFuzzer; then the arguments are libFuzzer's.
@main
struct FuzzProgram {
    static let target: FuzzTarget = {
        let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
        guard let target = FuzzTarget.named(name) else {
            let names = FuzzTarget.all.map(\.name).joined(separator: " ")
            FileHandle.standardError.write(Data("Set FUZZ_TARGET to one of: \(names)\n".utf8))
            exit(2)
        }
        return target
    }()

    static func main() {
        if CommandLine.arguments.dropFirst() == ["--list"] {
            for target in FuzzTarget.all { print(target.name, target.bytesMax) }
            return
        }
        #if FUZZING
        var count = CommandLine.argc
        var words = CommandLine.unsafeArgv
        exit(runFuzzer(&count, &words, runOne))
        #else
        for file in CommandLine.arguments.dropFirst() {
            guard let data = FileManager.default.contents(atPath: file) else { exit(2) }
            target.run([UInt8](data))
        }
        #endif
    }
}

#if FUZZING
@_cdecl("LLVMFuzzerTestOneInput")
func runOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzProgram.target.run(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

/// libFuzzer as a library, because the package manager gives the program a `main` of its own.
///
/// - Source: LLVM's FuzzerInterface, "Using libFuzzer as a library".
@_silgen_name("LLVMFuzzerRunDriver")
func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ one: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
#endif
