"""old.py: the power fails while an old house, with rows in every table, is brought to the newest schema.

The old house is made of the migrations' own texts, the first so many of them, with rows as src/store/migrate_kill_test.c
makes them.  Its twin is migrated in peace.  The house is migrated under the recorder (cut.py); what a power cut leaves of
it is migrated again, and must end as the twin did: sound, the same schema, the same plans, the same rows.
"""
import os
import random
import shutil
import sqlite3

import cut
import house as houses

CUTS = max(cut.CUTS // 5, 12)
ROWS = 40
STARTS = ((1, 10), (1, 3), (2, 3), (9, 10))  # of the migrations' number
FOLDER = houses.ROOT + "/migrations"


def texts():
	return [open("%s/%s" % (FOLDER, name), encoding="utf-8").read() for name in sorted(os.listdir(FOLDER)) if name.endswith(".sql")]


def for_sqlite(text):
	lines, part = [], "both"
	for line in text.split("\n"):
		if line.strip() in ("-- both:", "-- sqlite:", "-- postgres:"):
			part = line.strip()[3:-1]
		if part != "postgres":
			lines.append(line)
	return "\n".join(lines)


def tables_of(db):
	return [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
	                                     " AND name NOT LIKE 'store_index%' AND name <> 'schema_migration' ORDER BY name")]


def value_of(table, name, kind, number):
	"""Of row n everything is n, so that what refers to another row finds it; but a sanction becomes a decision of the same id."""
	if (table, name) == ("moderation_decision", "id"):
		number += 1000
	return {"INTEGER": number, "REAL": number + 0.25, "BLOB": b"%08d" % number}.get(kind, "w%d" % number)


def fill(db, rows):
	for number in range(1, rows + 1):
		for table in tables_of(db):
			values = [value_of(table, name, kind, number) for _, name, kind, *_ in db.execute("PRAGMA table_info(%s)" % table)]
			db.execute("INSERT INTO %s VALUES (%s) ON CONFLICT DO NOTHING" % (table, ", ".join("?" * len(values))), values)


def old_house(folder, newest, count, has_plans):
	"""As a program with the first so many migrations left it; `newest` has the rows that say which ran, and the plans."""
	os.makedirs(folder)
	shutil.copy2(newest.folder + "/house.key", folder)
	db = sqlite3.connect(folder + "/heinzel.db", isolation_level=None)
	db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = OFF")
	db.execute("ATTACH ? AS newest", (newest.folder + "/heinzel.db",))
	db.execute("CREATE TABLE schema_migration (number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL,"
	           " checksum TEXT NOT NULL, at BIGINT NOT NULL)")
	for text in texts()[:count]:
		db.executescript("BEGIN IMMEDIATE;" + for_sqlite(text) + "\nCOMMIT;")
	db.execute("INSERT INTO schema_migration SELECT * FROM newest.schema_migration ORDER BY number LIMIT ?", (count,))
	db.execute("BEGIN")
	fill(db, ROWS)
	db.execute("COMMIT")
	assert not db.execute("PRAGMA main.foreign_key_check").fetchall(), "rows of an old house point nowhere"
	if has_plans:
		db.executescript("ANALYZE main.sqlite_schema; INSERT INTO main.sqlite_stat1 SELECT s.* FROM newest.sqlite_stat1 s"
		                 " JOIN main.sqlite_schema t ON t.name = s.tbl WHERE s.idx IS NULL OR s.idx = s.tbl OR s.idx IN"
		                 " (SELECT name FROM main.sqlite_schema)")
	rows = sum(db.execute("SELECT COUNT(*) FROM " + table).fetchone()[0] for table in tables_of(db))
	db.close()
	return houses.House(folder), rows


def whole(house):
	"""All that is in it: schema, plans, what ran, and each row of each table."""
	db = sqlite3.connect("file:%s/heinzel.db?mode=ro" % house.folder, uri=True)
	try:
		found = {"schema": db.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2").fetchall(),
		         "ran": db.execute("SELECT number, name, checksum FROM schema_migration ORDER BY 1").fetchall()}
		has_plans = any(name == "sqlite_stat1" for _, name, _ in found["schema"])
		for table in tables_of(db) + ["sqlite_stat1"] * has_plans:
			found[table] = sorted(map(repr, db.execute("SELECT * FROM " + table)))
		return found
	finally:
		db.close()


def ran_in(house):
	"""How many migrations ran; none where not even the table is left."""
	try:
		return house.number("SELECT COUNT(*) FROM schema_migration")
	except sqlite3.DatabaseError:
		return 0


def migrate_recorded(house, name):
	recording = cut.Recording(house.folder, name)
	houses.run(houses.PROGRAM, "migrate", "--data", house.folder, env=dict(house.env, **recording.environment()))
	return recording.read()


def moments_of(recording, dice):
	"""Any moment between two syncs: each migration is as likely as bringing the log over in the end, which writes most."""
	syncs = [0] + [number for number, event in enumerate(recording.events) if event.deed == "S"]
	begins = [dice.randrange(len(syncs) - 1) for _ in range(CUTS // len(STARTS))]
	return [dice.randrange(syncs[begin], syncs[begin + 1]) + 1 for begin in begins]


def assert_like(house, twin, about):
	assert house.is_sound(), "%s: the database is damaged" % about
	found = whole(house)
	wrong = [name for name in {**found, **twin} if found.get(name) != twin.get(name)]
	assert not wrong, "%s: %s" % (about, wrong[:5])


def a_power_cut_while_an_old_house_is_migrated_leaves_what_becomes_whole(_):
	newest = houses.House(houses.SCRATCH + "/newest")
	newest.command("migrate")
	count, dice, left = len(texts()), random.Random(12), houses.House(houses.SCRATCH + "/old-left")
	assert ran_in(newest) == count
	lost, versions, unfinished, rows = 0, set(), 0, 0
	for number, (part, of) in enumerate(STARTS):
		house, filled = old_house("%s/old-%d" % (houses.SCRATCH, number), newest, count * part // of, has_plans=number % 2 == 1)
		before, twin = whole(house), houses.House("%s/twin-%d" % (houses.SCRATCH, number))
		shutil.copytree(house.folder, twin.folder)
		twin.command("migrate")
		recording = migrate_recorded(house, "old-%d" % number)
		wanted, rows = whole(twin), rows + filled
		assert_like(house, wanted, "without a cut")
		for moment in moments_of(recording, dice) + [len(recording.events)]:
			about = "from migration %d, cut %d of %d" % (count * part // of, moment, len(recording.events))
			lost += recording.lay_out(moment, random.Random(moment), left.folder)
			version = ran_in(left)
			assert version >= count * part // of, about + ": what was there is gone"
			assert version == count or moment < len(recording.events), about + ": the command had ended"
			if version == count * part // of:
				assert_like(left, before, about)
			versions.add(version)
			unfinished += version < count
			left.command("migrate")
			assert_like(left, wanted, about)
	print("  %d cuts of %d old houses with %d rows: %d writes lost, torn or kept by chance, %d houses were not whole yet, at %d versions"
	      % (CUTS // len(STARTS) * len(STARTS) + len(STARTS), len(STARTS), rows, lost, unfinished, len(versions)))
	assert lost > CUTS and unfinished > CUTS // 4 and len(versions) > len(STARTS), "nothing was ever in doubt"


TESTS = [a_power_cut_while_an_old_house_is_migrated_leaves_what_becomes_whole]
