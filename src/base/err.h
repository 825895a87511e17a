/* err.h: the one way failure travels.  Every function that can fail returns it. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum [[nodiscard]] err {
	OK,
	ERR_INVALID,     /* what was typed cannot be taken; the form is shown again */
	ERR_SIGNED_OUT,  /* a member is needed, nobody is signed in */
	ERR_FORBIDDEN,   /* signed in, but not allowed (and allowed to know) */
	ERR_NOT_FOUND,   /* not there, or not to be known */
	ERR_CONFLICT,    /* the world changed: taken, closed, already done */
	ERR_TOO_LARGE,   /* over a limit of size */
	ERR_LIMITED,     /* over a limit of rate, or the house is full: later */
	ERR_AWAY,        /* what we need is not there just now (the database's server): nothing was kept; again soon */
	ERR_UNSURE,      /* … and nobody knows whether it was kept: look before doing it again */
	ERR_BROKEN,      /* our fault or the machine's; logged once, told in general words */
	ERR_COUNT,
};

/* "invalid", "not_found" … for logs and the API. */
const char *err_name(enum err err);
#endif
