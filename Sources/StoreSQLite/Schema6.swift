extension Migrations {
    /// The node that the store belongs to; the same row stands in both files, so that two that do
    /// not belong together are told from two that do.
    static let schema6 = """
        CREATE TABLE identity (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            node BLOB NOT NULL,
            member TEXT NOT NULL,
            key_check BLOB NOT NULL
        ) STRICT;
        """
}
