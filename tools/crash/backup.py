"""backup.py: a backup of a house that is being written to is one moment of it, and comes back elsewhere, row by row.

Under load nobody can say which rows the moment had; so the last backup is of the house at rest, and must be it, row by row.
"""
import os
import shutil
import sqlite3
import time

import check
import house as houses
from load import Load

TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'store_index%' ORDER BY name"


def content_of_file(file):
	"""Every row of every table, as a set of texts."""
	db = sqlite3.connect("file:%s?mode=ro" % file, uri=True)
	db.text_factory = bytes
	tables = [row[0].decode() for row in db.execute(TABLES)]
	content = {table: sorted(repr(row) for row in db.execute('SELECT * FROM "%s"' % table)) for table in tables}
	db.close()
	return content


def content_of(house):
	if not house.postgres:
		return content_of_file(house.folder + "/heinzel.db")
	tables = [row[0] for row in house.rows("SELECT tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")]
	return {table: sorted(house.rows('SELECT t::text FROM "%s" t' % table)) for table in tables}


def assert_same(house, other):
	"""Both at rest."""
	ours, theirs = content_of(house), content_of(other)
	wrong = [(table, len(ours.get(table, ())), len(theirs.get(table, ()))) for table in {**ours, **theirs} if ours.get(table) != theirs.get(table)]
	assert not wrong, "other rows than the house's (table, its rows, those that came back): %s" % wrong[:5]
	return sum(map(len, ours.values())), len(ours)


def blobs_copied(house, folder):
	"""As an operator would: files never change, so copying before and after the rows gets all that these name."""
	shutil.copytree(house.folder + "/blobs", folder + "/blobs", dirs_exist_ok=True, ignore_dangling_symlinks=True)


def assert_is_one_moment(house, load, acks_before):
	assert not (wrong := check.lost_and_double(house, load, acks_before)), wrong[:5]
	assert not (wrong := check.miscounted(house, load.counted)), wrong[:5]
	assert house.is_sound()
	assert not (wrong := check.files_missing(house)), wrong[:5]
	# Units are whole: who answered under a key has both the post and the answer that is given again.
	posts = house.number("SELECT COUNT(*) FROM community_post WHERE body LIKE 'm%x%x%x:%'")
	answers = house.number("SELECT COUNT(*) FROM core_once WHERE key LIKE 'm%x%x%x-%' AND status = 201 AND body <> ''")
	others = sum(house.number("SELECT COUNT(*) FROM %s" % what) for what in (
		"marketplace_task WHERE title LIKE 'm%x%x%x Netz'", "marketplace_offer WHERE text LIKE 'm%x%x%x:%'",
		"media_file WHERE name LIKE 'm%x%x%x.txt'"))
	bookings = house.number("SELECT COUNT(*) FROM marketplace_booking") - load.bookings_before
	assert posts + others + bookings == answers, (posts, others, bookings, answers)


def back_up(house, other):
	began = time.monotonic()
	shutil.rmtree(other.folder, ignore_errors=True)
	os.makedirs(other.folder, exist_ok=True)
	blobs_copied(house, other.folder)
	house.command("backup", other.folder + ".copy")
	blobs_copied(house, other.folder)
	shutil.copy2(house.folder + "/house.key", other.folder + "/house.key")
	return time.monotonic() - began


def wait_until_they_write(load, some=50, within=30):
	until = time.monotonic() + within
	while len(load.acks) < some:
		assert time.monotonic() < until, "only %d were acknowledged within %d s" % (len(load.acks), within)
		time.sleep(0.1)


def back_up_under_load(house, load, other):
	"""(how long it took, what had been acknowledged before); somebody writes meanwhile."""
	for _ in range(6):  # on a busy machine all may have been turned away just then
		with load.lock:
			acks_before = list(load.acks)
		took = back_up(house, other)
		with load.lock:
			if len(load.acks) > len(acks_before):
				return took, acks_before
	raise AssertionError("nobody wrote meanwhile: %s %s" % (dict(load.statuses), house.said()[-500:]))


def a_backup_under_load_is_one_moment_and_comes_back_row_by_row(template):
	house, people = houses.copy_house(*template, "open")
	load = Load(house, people, seed=80)
	house.start()
	load.goes_on = True
	load.begin()
	took = []
	for number in range(5):
		time.sleep(0.3)
		other = houses.House("%s/back-%d" % (houses.SCRATCH, number))
		seconds, acks_before = back_up_under_load(house, load, other)
		took.append(seconds)
		other.command("restore", other.folder + ".copy")
		assert content_of_file(other.folder + ".copy") == content_of(other), "a row changed on its way back"
		assert_is_one_moment(other, load, acks_before)
	load.end()
	assert house.stop() == 0
	other = houses.House("%s/back-at-rest" % houses.SCRATCH)
	back_up(house, other)
	other.command("restore", other.folder + ".copy")
	same = assert_same(house, other)
	other.port = house.port
	other.start()
	said = houses.Client(other.port, people[0]["token"]).ask("GET", "/api/v1/threads/%s/posts" % load.threads[0])
	assert said and said[0] == 200, said
	assert other.stop() == 0
	print("  5 backups, %.2f s at most, while %d were acknowledged; at rest %d rows of %d tables are the house's" % (max(took), len(load.acks), *same))


def on_postgresql_too_a_backup_under_load_is_one_moment(_):
	postgres = houses.Postgres()
	try:
		house, people = houses.make_house(houses.SCRATCH + "/open-postgres", postgres, "opened")
		house.env["PATH"] = postgres.binaries + ":" + house.env["PATH"]
		load = Load(house, people, seed=81)
		house.start()
		load.goes_on = True
		load.begin()
		time.sleep(0.5)
		postgres.query("CREATE DATABASE restored")
		other = houses.House(houses.SCRATCH + "/back-postgres", postgres, "restored")
		other.env["PATH"] = house.env["PATH"]
		wait_until_they_write(load)
		took, acks_before = back_up_under_load(house, load, other)
		load.end()
		assert house.stop() == 0
		other.command("restore", other.folder + ".copy")
		assert_is_one_moment(other, load, acks_before)
		meanwhile = len(load.acks) - len(acks_before)
		postgres.query("CREATE DATABASE rested")
		other = houses.House(houses.SCRATCH + "/back-postgres-at-rest", postgres, "rested")
		other.env["PATH"] = house.env["PATH"]
		back_up(house, other)
		other.command("restore", other.folder + ".copy")
		print("  one backup, %.2f s, while %d were acknowledged; at rest %d rows of %d tables are the house's"
		      % (took, meanwhile, *assert_same(house, other)))
	finally:
		houses.end_all()
		postgres.close()


TESTS = [a_backup_under_load_is_one_moment_and_comes_back_row_by_row, on_postgresql_too_a_backup_under_load_is_one_moment]
