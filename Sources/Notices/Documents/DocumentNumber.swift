/// The number of a travel document in the form in which two numbers are compared.
public enum DocumentNumber {
    /// The number in capital letters and digits alone. Blanks, hyphens, slashes, fillers and every
    /// other character are dropped, because a machine-readable zone, a form and a carrier each
    /// write them in their own way.
    ///
    /// - Returns: empty if no letter of `A-Z` and no digit is there.
    /// - Source: ICAO Doc 9303-4, 4.2.2: special characters in a number are replaced by fillers.
    public static func folded(_ text: String) -> String {
        let kept = text.uppercased().unicodeScalars.filter {
            ("A"..."Z").contains($0) || ("0"..."9").contains($0)
        }
        return String(String.UnicodeScalarView(kept))
    }
}
