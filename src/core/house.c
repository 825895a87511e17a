/*
 * house.c: opens an installation: its folder, its keys, its database, its lists.
 *
 * Lists are checked once, here: two things of one name or number are a programmer's
 * slip that must not reach a database.
 */
#include "core/house.h"

#include "base/disk.h"
#include "base/metrics.h"
#include "base/random.h"
#include "core/job.h"
#include "core/litter.h"
#include "core/mail_read.h"
#include "core/memo.h"
#include "core/subject.h"
#include "core/worker.h"
#include "store/bus.h"
#include "store/unit.h"

#include <errno.h>
#include <sys/stat.h>

static const struct { const char *purpose; size_t offset; } keys[] = {
	{ "session", offsetof(struct house, session_key) },
	{ "token",   offsetof(struct house, token_key) },
	{ "seal",    offsetof(struct house, seal_key) },
	{ "sign",    offsetof(struct house, sign_key) },
};

static void derive_keys(struct house *house)
{
	for (size_t i = 0; i < COUNT(keys); i++) {
		struct crypt_key *key = (struct crypt_key *)((char *)house + keys[i].offset);
		crypt_derive(&house->settings.master_key, str_from(keys[i].purpose), key);
	}
}

static void keep_settings(struct house *house, const struct house_settings *settings)
{
	struct house_settings *kept = &house->settings;
	*kept = *settings;
	str *texts[] = { &kept->database, &kept->data_dir, &kept->mail_url, &kept->mail_user,
		&kept->mail_password, &kept->mail_from, &kept->mail_reply,
		&kept->imap_url, &kept->imap_user, &kept->imap_password, &kept->push_services, &kept->mail_ca_file };
	for (size_t i = 0; i < COUNT(texts); i++)
		*texts[i] = str_keep(house->arena, *texts[i]);
}

static void check_lists(const struct house_lists *lists)
{
	for (size_t i = 0; lists->subjects && lists->subjects[i]; i++) {
		for (size_t k = 0; k < i; k++) {
			must(lists->subjects[i]->number != lists->subjects[k]->number);
			must(strcmp(lists->subjects[i]->name, lists->subjects[k]->name) != 0);
		}
		must(lists->subjects[i]->number > 0);
	}
	for (size_t i = 0; lists->jobs && lists->jobs[i]; i++) {
		for (size_t k = 0; k < i; k++)
			must(strcmp(lists->jobs[i]->name, lists->jobs[k]->name) != 0);
	}
}

static enum err make_folder(struct house *house, const char *below, str *wrong_out)
{
	str path = str_format(house->arena, "%.*s%s", STR_ARG(house->settings.data_dir), below);
	if (mkdir(path.at, 0700) == 0 || errno == EEXIST)
		return OK;
	*wrong_out = str_format(house->arena, "The folder %.*s cannot be made: %s. Make it and give it to the user "
	                        "that runs the house.", STR_ARG(path), strerror(errno));
	return ERR_BROKEN;
}

static enum err make_folders(struct house *house, str *wrong_out)
{
	static const char *const folders[] = { "", "/blobs", "/mail" };
	for (size_t i = 0; i < COUNT(folders); i++) {
		enum err err = make_folder(house, folders[i], wrong_out);
		if (err)
			return err;
	}
	/* Their names are there for good before anything in them is. */
	if (disk_sync(str_c(house->arena, house->settings.data_dir)))
		return OK;
	*wrong_out = str_format(house->arena, "The folder %.*s cannot be synced: %s.", STR_ARG(house->settings.data_dir), strerror(errno));
	return ERR_BROKEN;
}

enum { BULK = 1000000 }; /* of a unit: ms, statements, changed rows */

/* A number that no other node has makes ids of our own. */
static enum err join_nodes(struct house *house, str *wrong_out)
{
	const struct house_settings *settings = &house->settings;
	const struct bus_settings bus = { settings->database, settings->holds_node ? settings->node : BUS_NODE_NONE,
		settings->node_from_top };
	enum err err = bus_open(house->arena, &bus, &house->bus, wrong_out);
	if (!err && bus_node(house->bus) >= 0)
		id_set_node((uint8_t)bus_node(house->bus));
	return err;
}

enum err house_open(struct arena *arena, const struct house_settings *settings, const struct house_lists *lists,
                    struct house **house_out, str *wrong_out)
{
	mail_read_start();
	struct house *house = arena_take(arena, sizeof(*house));
	house->arena = arena;
	house->lists = *lists;
	keep_settings(house, settings);
	check_lists(lists);
	derive_keys(house);
	enum err err = make_folders(house, wrong_out);
	if (err)
		return err;
	struct store_settings store = { .url = house->settings.database, .writers = settings->writers,
		.readers = settings->readers, .statement_ms = settings->statement_ms, .wait_ms = settings->wait_ms };
	store.is_bulk = settings->is_bulk;
	if (settings->is_bulk)
		store.unit_ms = store.unit_statements = store.unit_changed = BULK;
	err = store_open(arena, &store, &house->store, wrong_out);
	if (err)
		return err;
	if (store_is_remote(house->store))
		err = join_nodes(house, wrong_out);
	if (err) {
		store_close(house->store);
		return err;
	}
	house->memo = house->bus ? NULL : memo_open();
	house->unit_memo = house->bus ? NULL : memo_open();
	uploads_clear(house); /* SQLite's lock is ours: whoever made them is gone */
	worker_open(house);
	*house_out = house;
	return OK;
}

bool house_is_remote(const struct house *house)
{
	return store_is_remote(house->store);
}

moment house_write_delay(const struct house *house)
{
	return store_delay(house->store);
}

bool house_disk_is_full(const struct house *house)
{
	return store_is_full(house->store);
}

void house_measure(const struct house *house)
{
	struct store_figures figures;
	store_figures(house->store, &figures);
	const struct { const char *name, *about; int64_t value; } gauges[] = {
		{ "heinzel_store_queued", "Units that wait for the writer.", figures.queued },
		{ "heinzel_store_units", "Units that were kept.", figures.units },
		{ "heinzel_store_batches", "Commits; units divided by batches is what one sync serves.", figures.batches },
		{ "heinzel_store_replays", "Units that ran again.", figures.replays },
		{ "heinzel_store_refused", "Units that were undone.", figures.refused },
		{ "heinzel_store_checkpoints", "Checkpoints of the write-ahead log.", figures.checkpoints },
		{ "heinzel_store_wal_frames", "Frames in the write-ahead log.", figures.wal_frames },
		{ "heinzel_store_readers", "Connections that read, open.", figures.readers },
		{ "heinzel_store_reading", "Connections that read, in use.", figures.reading },
		{ "heinzel_store_crowded_out", "Reads that found no connection in time.", figures.crowded_out },
		{ "heinzel_store_resumed", "Units that ran again under their key when the connection broke.", figures.resumed },
		{ "heinzel_store_unsure", "Units of which nobody knows whether they were kept.", figures.unsure },
		{ "heinzel_postgres_statements", "Statements sent to PostgreSQL.", figures.statements },
		{ "heinzel_postgres_round_trips", "Waits for PostgreSQL.", figures.round_trips },
		{ "heinzel_postgres_unasked", "Asked ahead of PostgreSQL, and nobody took the answer.", figures.unasked },
		{ "heinzel_postgres_connects", "Connections opened.", figures.connects },
		{ "heinzel_postgres_losses", "Connections lost or thrown away.", figures.losses },
	};
	for (size_t i = 0; i < COUNT(gauges); i++)
		metric_set(metric_gauge(gauges[i].name, gauges[i].about, S("")), gauges[i].value);
}

void house_close(struct house *house)
{
	worker_close(house);
	store_close(house->store);
	if (house->bus)
		bus_close(house->bus);
	if (house->memo)
		memo_close(house->memo);
	if (house->unit_memo)
		memo_close(house->unit_memo);
}
