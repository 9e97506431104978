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

/* Rows of so many bytes in a journal with synchronous=FULL, so many a commit.
   Returns the seconds it took, or a negative number. */
double heliograph_floor_commits(const char *path, int rows, int rows_per_commit, size_t bytes);
