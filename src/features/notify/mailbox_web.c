/*
 * mailbox_web.c: every minute, a mailbox is emptied.
 *
 * There is one mailbox for the installation, and jobs belong to a brand: the first brand's does it for all.
 * A job is leased, so two processes never empty it at once.
 */
#include "features/notify/mailbox_web.h"

#include "core/mail_imap.h"
#include "core/mail_read.h"
#include "features/brand/brand.h"
#include "features/notify/incoming_web.h"

enum { EVERY_SECONDS = 60 };

struct fetching { struct house *house; moment now; };

static bool is_retried(enum err err)
{
	return err && err != ERR_NOT_FOUND;
}

/* Each recipient of ours gets it, as a mail server would have handed it over. */
static enum err take(void *data, str message, bool whole)
{
	const struct fetching *fetching = data;
	struct arena *arena = arena_open(65536);
	struct mail_seen seen = { .to_count = 0 };
	enum err err = OK;
	if (!whole || mail_read(arena, message, &seen)) {
		log_event(LOG_WARN, "mail.unreadable", "A mail in the mailbox was too large, or no mail.");
		seen.to_count = 0;
	}
	for (size_t i = 0; i < seen.to_count && !is_retried(err); i++) {
		/* A mailbox keeps no envelope; a report has none worth keeping. */
		const struct mail_arrival arrival = { seen.report.is_report ? S("") : seen.from, seen.to[i], message };
		err = notify_mail_in_at(fetching->house, &arrival, fetching->now);
	}
	arena_close(arena);
	return is_retried(err) ? err : OK;
}

static enum err read_first(struct scope *scope, void *data)
{
	struct scope first = *scope;
	enum err err = brand_scope_key(&first, S(""));
	*(int64_t *)data = first.brand_id;
	return err;
}

static enum err fetch_run_job(struct scope *scope, const struct job *job)
{
	const struct house_settings *settings = &scope->house->settings;
	int64_t first_id = 0;
	if (str_empty(settings->imap_url))
		return OK;
	enum err err = scope_read(scope, read_first, &first_id);
	if (err || first_id != scope->brand_id)
		return err;
	struct fetching fetching = { scope->house, scope->now };
	const struct imap_mailbox mailbox = { settings->imap_url, settings->imap_user, settings->imap_password,
		settings->mail_plain, settings->mail_ca_file };
	return imap_fetch(scope->arena, &mailbox, take, &fetching);
}

const struct job_kind notify_mailbox_job = {
	.name = "notify.mailbox", .run = fetch_run_job, .by_hand = true, .every_seconds = EVERY_SECONDS,
};
