extension CivilDate {
    /// The same day some years later; 29 February becomes 1 March in a year without it.
    func adding(years: Int) -> CivilDate {
        CivilDate(year: year + years, month: month, day: day)
            ?? CivilDate(year: year + years, month: 3, day: 1) ?? self
    }

    /// The same day some months later, or earlier if negative; the last day of a shorter month.
    public func adding(months: Int) -> CivilDate {
        let index = year * 12 + month - 1 + months
        let (year, month) = (index / 12, index % 12 + 1)
        let last = CivilDate.daysIn(month: month, year: year)
        return CivilDate(year: year, month: month, day: min(day, last)) ?? self
    }
}
