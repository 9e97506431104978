#pragma once
#include <sqlite3.h>
#include <string.h>

/* SQLITE_TRANSIENT is a cast macro: "copy my bytes before returning". */
static inline int heliograph_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, int count) {
    return sqlite3_bind_blob(statement, index, bytes, count, SQLITE_TRANSIENT);
}

static inline int heliograph_bind_text(sqlite3_stmt *statement, int index, const char *text, int count) {
    return sqlite3_bind_text(statement, index, text, count, SQLITE_TRANSIENT);
}

/* Notes how many pages the journal holds after each commit, and leaves them there. */
static inline int heliograph_note_journal(void *pages, sqlite3 *database, const char *name, int count) {
    (void)database, (void)name;
    *(int *)pages = count;
    return SQLITE_OK;
}
