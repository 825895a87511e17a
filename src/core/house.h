/*
 * house.h: the running installation: its database, keys, mail, files, and all that the slices added.
 *
 * Opened once by app/, read-only afterwards.  Owner: app/main or a test.
 */
#ifndef CORE_HOUSE_H
#define CORE_HOUSE_H
#include "base/base.h"
#include "base/crypt.h"

struct store;
struct bus;
struct house;
struct scope;

/* The lists of all slices, gathered by app/house.c; each ends with a NULL pointer. */
struct house_lists {
	const struct listener *const *listeners; /* arrays, each ending with a NULL kind */
	const struct gatekeeper *const *gatekeepers;
	const struct subject_kind *const *subjects;
	const struct job_kind *const *jobs;
	const struct setting *const *settings; /* arrays, each ending with a NULL name */
	const struct source_kind *const *sources; /* arrays, each ending with a NULL kind */
	const struct findable *const *findables; /* what the search box finds; ends with NULL, or NULL for none */
	/* Fills zone, language, currency and origin of a brand that has no visitor: for listeners and jobs. */
	enum err (*brand_scope)(struct scope *scope, int64_t brand_id);
};

struct house_settings {
	str database;     /* as store_settings.url */
	str data_dir;     /* blobs, mail folder, keys */
	str mail_url;     /* "smtp://host:25", "smtps://…", or "" for the folder data_dir/mail */
	str mail_user, mail_password;
	str mail_from;    /* the sender's address; "" = noreply@ and the brand's host */
	str mail_reply;   /* where answers and bounces come in, as mail_reply_is_good; "" = nowhere */
	str imap_url;     /* a mailbox that is emptied, "imaps://host/INBOX"; "" = none */
	str imap_user, imap_password;
	str push_services; /* origins beside the browsers' makers', with blanks between; private ones too */
	str mail_ca_file; /* certificates to trust at both mail servers; "" = the system's */
	bool mail_plain;  /* smtp:// without STARTTLS is allowed: a relay on this machine, tests */
	struct crypt_key master_key;
	int writers, readers;      /* as store_settings, PostgreSQL's */
	int statement_ms, wait_ms;
	bool holds_node, node_from_top; int node; /* among several on one database: 0-255, -1 = a free one; from the top for commands */
	bool is_bulk;     /* nobody is served and a crowd comes in: a unit may be as large as it needs to be */
	bool fetch_private; /* tests and peers on loopback */
	str program;      /* what makes pictures, called as `program image-worker RECIPE`; "" = this one */
};

struct house {
	struct arena *arena;
	struct store *store;
	struct bus *bus; struct memo *memo, *unit_memo; /* to the other nodes; what is asked often, by readers and by units: NULL where the other is */
	struct house_settings settings;
	struct house_lists lists;
	struct crypt_key session_key, token_key, seal_key, sign_key; /* derived */
	/* Set by web/: called with the scope once its unit is durable, before anyone is answered. */
	void (*committed)(struct house *house, struct scope *scope);
	void *web;
	struct worker *worker;
};

enum err house_open(struct arena *arena, const struct house_settings *settings, const struct house_lists *lists,
                    struct house **house_out, str *wrong_out);
void house_close(struct house *house);

/* Jobs, outbox, mail: in threads of their own until house_close.  Tests call house_work_now instead. */
enum err house_work_start(struct house *house);
void house_work_stop(struct house *house); /* finishes what runs; harmless when it does not */
void house_work_wake(struct house *house);
bool house_work_ends(const struct house *house); /* long work stops between two units and is planned anew */
bool house_is_remote(const struct house *house); /* reads wait for a network: not in an event loop */
/* How long the next write has waited for its turn. */
moment house_write_delay(const struct house *house);
bool house_disk_is_full(const struct house *house); /* found a moment ago: why writes are refused now */
/* What the database and the worker are doing: sets the gauges of /metrics. */
void house_measure(const struct house *house);
/* Does all that is due at `now` in this thread, to the end; *done_out counts (may be NULL). */
enum err house_work_now(struct house *house, moment now, int *done_out);
#endif
