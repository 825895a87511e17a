/*
 * gather.h: the writer's way to its write-ahead log.  SQLite hands a log to the system page by page, in two pieces each;
 * here they are gathered and handed on together, at the latest before the sync that makes them count.
 *
 * Only for a connection with synchronous = FULL: there, nobody looks at what no sync has covered.
 */
#ifndef STORE_GATHER_H
#define STORE_GATHER_H

/* The name to open a database by; made once a process, over what is SQLite's own way to files at that time. */
const char *gather_name(void);
#endif
