#pragma once
#include <stddef.h>
#include <stdint.h>

/* What a message cannot cost less than: the same CMS that the wire has, by OpenSSL from C and by nothing
   of ours; and rows in SQLite's journal, synced. */

typedef struct heliograph_floor heliograph_floor;

/* Keys and certificates of two members, made anew. NULL if OpenSSL fails. */
heliograph_floor *heliograph_floor_new(void);
void heliograph_floor_free(heliograph_floor *floor);

typedef enum {
    HELIOGRAPH_FLOOR_SIGN,   /* one SignedData over the content */
    HELIOGRAPH_FLOOR_SEAL,   /* AuthEnvelopedData to one recipient */
    HELIOGRAPH_FLOOR_VERIFY, /* SignedData, its signer's chain judged before */
    HELIOGRAPH_FLOOR_OPEN,   /* AuthEnvelopedData with the recipient's key */
    HELIOGRAPH_FLOOR_STEPS
} heliograph_floor_step;

/* Does one step with so many bytes of content; 1, or 0 if OpenSSL fails. A floor belongs to one thread. */
int heliograph_floor_step_once(heliograph_floor *floor, heliograph_floor_step step, size_t bytes);

/* Everything that one message to one recipient costs both ends: content and frame signed, sealed; frame
   verified, opened, content verified; evidence of its own signed and verified. */
int heliograph_floor_message(heliograph_floor *floor, size_t bytes);

/* A new SQLite file for rows of so many bytes, its journal synced at each commit. NULL if SQLite fails. */
typedef struct heliograph_journal heliograph_journal;
heliograph_journal *heliograph_journal_new(const char *path, size_t bytes);
void heliograph_journal_free(heliograph_journal *journal);

/* Writes so many rows in one commit; 1, or 0 if SQLite fails. */
int heliograph_journal_commit(heliograph_journal *journal, int rows);
