"""cut.py: the power fails.  What the program did to its files is recorded (record.c) and played back up to a moment.

A disk owes nothing that was not synced.  So of a file's writes that no completed sync covers (one that began after the
write), each is lost, kept, or torn at 512 bytes or 4 KB, whatever became of those before it; and of a folder's entries
(made, linked, renamed, removed) that no sync of the folder covers, those after some moment are lost, in their order.
What is left must open, be sound, hold every acknowledgement that a member had before the moment, and have every file
that a row names.
"""
import collections
import multiprocessing
import os
import random
import re
import shutil
import sqlite3
import struct
import time
import urllib.request

import check
import house as houses
from load import Load

CUTS = int(os.environ.get("HEINZEL_LOST_CUTS", "40"))
RECORDINGS = 4
RECORDINGS_WITH_CHECKPOINT = 2  # they last until the log has been brought over and begun anew
LOAD_SECONDS = 1.2
CHECKPOINT_SECONDS = 20
SYNC_US = 300
SLOW_SYNC_US = 20000  # so slow that a promise made before its sync is on record before it, though a Python client writes it down
RECORDINGS_WITH_SLOW_SYNC = 2  # the last ones
SEEN_CUTS = 8
OPENED_EVERY = 20  # cuts: then the program itself starts on what is left
HEAD = struct.Struct("=IIQQq")
OF_FOLDERS = "CDLUR"

Event = collections.namedtuple("Event", "deed thing other at bytes")


def recorder():
	path = houses.SCRATCH + "/record.so"
	if not os.path.exists(path):
		houses.run("cc", "-std=gnu2x", "-O2", "-D_GNU_SOURCE", "-shared", "-fPIC", "-o", path, houses.ROOT + "/tools/crash/record.c")
	return path


class Recording:
	"""A folder as it was, and all that was done to it since."""

	def __init__(self, folder, name, sync_us=SYNC_US):
		self.sync_us = sync_us
		self.folder, self.log = folder, "%s/%s.record" % (houses.SCRATCH, name)
		self.base = "%s/%s.base" % (houses.SCRATCH, name)
		os.makedirs(folder, exist_ok=True)
		shutil.copytree(folder, self.base)
		self.folders, self.files = {}, {}  # inode: {name: inode}; inode: path in the copy
		self.root = os.stat(folder).st_ino
		for path, names, files in os.walk(folder):
			entries = self.folders[os.stat(path).st_ino] = {}
			for entry in names + files:
				entries[entry] = os.lstat(os.path.join(path, entry)).st_ino
			for entry in files:
				self.files[entries[entry]] = os.path.join(self.base, os.path.relpath(os.path.join(path, entry), folder))
		self.out = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
		self.acks = 0

	def environment(self):
		return {"LD_PRELOAD": recorder(), "RECORD_BELOW": self.folder, "RECORD_LOG": self.log, "RECORD_SYNC_US": str(self.sync_us)}

	def acknowledged(self, *_):
		"""A member has her answer: from here on it is owed."""
		os.write(self.out, HEAD.pack(ord("A"), 0, 0, 0, self.acks))
		self.acks += 1

	def read(self):
		os.close(self.out)
		self.events = []
		with open(self.log, "rb") as log:
			while head := log.read(HEAD.size):
				deed, size, thing, other, at = HEAD.unpack(head)
				self.events.append(Event(chr(deed), thing, other, at, log.read(size) if size else b""))
		os.unlink(self.log)
		return self

	# ── playing back ──

	def covered(self, cut):
		"""Of each file and folder, up to which event it is on the disk for good."""
		begun, covered = {}, {}
		for number, event in enumerate(self.events[:cut]):
			if event.deed == "B":
				begun[event.at] = number
			elif event.deed == "S":
				covered[event.thing] = max(covered.get(event.thing, -1), begun[event.at])
		return covered

	def entries_kept(self, cut, covered, dice):
		"""Of each folder, the first event that is lost."""
		last = {}
		for number, event in enumerate(self.events[:cut]):
			if event.deed in OF_FOLDERS:
				last.setdefault(event.other, []).append(number)
		kept = {}
		for folder, numbers in last.items():
			unsure = [number for number in numbers if number > covered.get(folder, -1)]
			kept[folder] = dice.choice(unsure + [cut]) if unsure else cut
		return kept

	def names_at(self, cut, kept):
		folders = {inode: dict(entries) for inode, entries in self.folders.items()}
		for number, event in enumerate(self.events[:cut]):
			if event.deed not in OF_FOLDERS or number >= kept[event.other]:
				continue
			entries = folders.setdefault(event.other, {})
			name = event.bytes.decode()
			if event.deed == "R":
				before, after = name.split("/")
				entries.pop(before, None)
				folders.setdefault(event.at, {})[after] = event.thing
			elif event.deed == "U":
				entries.pop(name, None)
			else:
				entries[name] = event.thing
				if event.deed == "D":
					folders.setdefault(event.thing, {})
		return folders

	def contents_at(self, cut, covered, dice):
		contents, lost = {}, 0
		for number, event in enumerate(self.events[:cut]):
			if event.deed not in "WT":
				continue
			if event.thing not in contents:
				path = self.files.get(event.thing)
				contents[event.thing] = bytearray(open(path, "rb").read() if path else b"")
			held, size, written = contents[event.thing], event.at, event.bytes
			is_sure = number <= covered.get(event.thing, -1)
			if event.deed == "T":
				if is_sure or dice.random() < 0.5:
					held[size:] = bytes(max(0, size - len(held)))
				continue
			if not is_sure:
				lost += 1
				fate = dice.random()
				if fate < 0.4:
					continue
				if fate < 0.65:
					block = dice.choice((512, 4096))
					written = written[:dice.randrange(0, len(written) // block + 1) * block]
			if len(held) < event.at:
				held.extend(bytes(event.at - len(held)))
			held[event.at:event.at + len(written)] = written
		return contents, lost

	def lay_out(self, cut, dice, folder):
		"""Makes what is left of it; how many writes were in doubt."""
		covered = self.covered(cut)
		folders = self.names_at(cut, self.entries_kept(cut, covered, dice))
		contents, lost = self.contents_at(cut, covered, dice)
		shutil.rmtree(folder, ignore_errors=True)

		def lay(inode, path):
			os.makedirs(path)
			for name, thing in folders[inode].items():
				to = "%s/%s" % (path, name)
				if thing in folders:
					lay(thing, to)
				elif name.endswith("-shm") or name == "sock":
					pass  # memory, not disk
				elif thing in contents:
					with open(to, "wb") as file:
						file.write(contents[thing])
					os.chmod(to, 0o600)
				elif thing in self.files:
					shutil.copy2(self.files[thing], to)
				else:
					open(to, "wb").close()

		lay(self.root, folder)
		return lost

	def checkpoints(self):
		"""How often the write-ahead log began anew."""
		logs = {event.thing for event in self.events if event.deed == "C" and event.bytes.endswith(b"-wal")}
		return sum(event.deed == "W" and event.at == 0 and event.thing in logs for event in self.events)


def promised(recording, cut):
	return sum(event.deed == "A" for event in recording.events[:cut])


def look_at(task):
	"""One cut; a line of what is wrong with what is left, and what was in doubt."""
	recording, load, people, cut, seed, is_opened = task
	folder = "%s/left-%d" % (houses.SCRATCH, os.getpid())
	lost = recording.lay_out(cut, random.Random(seed), folder)
	house = houses.House(folder)
	house.port = houses.PORT + 10 + os.getpid() % 2
	acks = load.acks[:promised(recording, cut)]
	try:
		wrong = [] if house.is_sound() else ["the database is damaged"]
		wrong += check.lost_and_double(house, load, acks) + check.withdrawn(house, load, acks)
		wrong += check.miscounted(house, load.counted) + check.files_missing(house) + check.untold(house, load, acks)
		if is_opened:
			house.port = houses.PORT + 20 + multiprocessing.current_process()._identity[0]
			house.start()
			said = houses.Client(house.port, people[0]["token"]).ask("GET", "/api/v1/threads/%s/posts" % load.threads[0])
			wrong += [] if said and said[0] == 200 else ["the house does not answer: %s" % (said,)]
			house.stop()
	except (sqlite3.DatabaseError, AssertionError) as why:
		wrong = ["it cannot be read: %s" % why]
	return ["cut %d: %s" % (cut, one) for one in wrong], lost, len(acks)


def checkpoints_of(house):
	with urllib.request.urlopen("http://127.0.0.1:%d/metrics" % house.port, timeout=20) as answer:
		figure = re.search(rb"^heinzel_store_checkpoints (\d+)", answer.read(), re.M)
	return int(figure[1])


def wait_for_checkpoint(house):
	latest = time.monotonic() + CHECKPOINT_SECONDS
	while not checkpoints_of(house) and time.monotonic() < latest:
		time.sleep(0.1)
	time.sleep(LOAD_SECONDS / 4)


def record(template, number):
	house, people = houses.copy_house(*template, "cut-%d" % number)
	load = Load(house, people, seed=20 + number)
	recording = Recording(house.folder, "cut-%d" % number, SLOW_SYNC_US if number >= RECORDINGS - RECORDINGS_WITH_SLOW_SYNC else SYNC_US)
	load.noted = recording.acknowledged
	house.start(extra=recording.environment())
	load.begin()
	time.sleep(LOAD_SECONDS)
	if number < RECORDINGS_WITH_CHECKPOINT:
		wait_for_checkpoint(house)
	house.kill()
	load.end()
	recording.read()
	# What the processes that look at cuts need of it.
	load.lock = load.over = load.noted = None
	load.withdrawing = set(deed.about for member in load.members for deed in member.doubts if deed.kind == "withdrawal")
	load.members, load.threads_running = [], []
	return recording, load, people


def no_power_cut_loses_or_damages_anything(template):
	dice, wrong, lost, checkpoints, acks, owed = random.Random(4), [], 0, 0, 0, 0
	for number in range(RECORDINGS):
		recording, load, people = record(template, number)
		first = next(i for i, event in enumerate(recording.events) if event.deed == "A")
		cuts = [dice.randrange(first, len(recording.events)) for _ in range(CUTS // RECORDINGS)]
		tasks = [(recording, load, people, cut, cut, i % OPENED_EVERY == 0) for i, cut in enumerate(cuts)]
		checkpoints, acks = checkpoints + recording.checkpoints(), acks + len(load.acks)
		with Looking(tasks) as pool:
			for said, in_doubt, promises in pool:
				wrong, lost, owed = wrong + said, lost + in_doubt, owed + promises
	print("  %d cuts of %d recordings: %d acknowledged, %d promises kept, %d writes lost, torn or kept by chance, the log began %d times"
	      % (CUTS // RECORDINGS * RECORDINGS, RECORDINGS, acks, owed, lost, checkpoints))
	assert not wrong, wrong[:5]
	assert lost > CUTS, "nothing was ever in doubt"
	assert checkpoints > RECORDINGS, "no checkpoint was ever cut"


def behind_a_sync(recording):
	"""The moments at which the first member has an answer that waited for a sync, and before the next one ends."""
	moments, synced = [], False
	for number, event in enumerate(recording.events):
		if event.deed == "A" and synced:
			moments.append(number + 1)
		synced = event.deed == "S" or (synced and event.deed != "A")
	return moments


def before_the_latest_sync(recording):
	"""What covered() would give of a house that answered without waiting for the latest sync."""
	covered = recording.covered

	def earlier(cut):
		return covered(max((number for number, event in enumerate(recording.events[:cut]) if event.deed == "S"), default=0))
	return earlier


def a_disk_that_forgets_and_an_answer_before_its_sync_are_seen(template):
	"""A check that finds nothing must be able to: the same recording, but nothing, or all but the latest, counts as synced."""
	recording, load, people = record(template, RECORDINGS)
	dice, cuts = random.Random(5), behind_a_sync(recording)
	chosen = [dice.choice(cuts) for _ in range(SEEN_CUTS)]

	def wrong_of():
		with Looking([(recording, load, people, cut, cut, False) for cut in chosen]) as pool:
			return sum(bool(wrong) for wrong, _, _ in pool)

	assert wrong_of() == 0, "of a disk that keeps what was synced"
	recording.covered = before_the_latest_sync(recording)
	too_early = wrong_of()
	recording.covered = lambda cut: {}
	forgotten = wrong_of()
	print("  of %d cuts right behind an answer %d are seen where it did not wait for its sync, %d where no sync holds"
	      % (SEEN_CUTS, too_early, forgotten))
	assert too_early > SEEN_CUTS // 4 and forgotten > SEEN_CUTS // 2, (too_early, forgotten)


FIRST_CUTS = max(CUTS // 10, 12)


def a_power_cut_at_the_very_first_start_leaves_what_starts(_):
	"""The folder is empty, the house is being made: schema, keys, folders."""
	house = houses.House(houses.SCRATCH + "/first")
	os.makedirs(house.folder)
	recording = Recording(house.folder, "first")
	house.start(extra=recording.environment())
	house.kill()
	recording.read()
	dice, migrations, lost, cut_short = random.Random(9), house.number("SELECT COUNT(*) FROM schema_migration"), 0, 0
	for number in range(FIRST_CUTS):
		cut = dice.randrange(1, len(recording.events) + 1)
		left = houses.House(houses.SCRATCH + "/first-left")
		lost += recording.lay_out(cut, random.Random(number), left.folder)
		path = left.folder + "/heinzel.db"
		try:
			cut_short += not os.path.exists(path) or left.number("SELECT COUNT(*) FROM schema_migration") < migrations
		except sqlite3.DatabaseError:
			cut_short += 1  # nothing was kept yet, not even the table
		left.start()
		assert left.number("SELECT COUNT(*) FROM schema_migration") == migrations and left.is_sound(), "cut %d" % cut
		assert left.stop() == 0
	print("  %d cuts of %d events: %d writes lost, torn or kept by chance, %d houses were not whole yet"
	      % (FIRST_CUTS, len(recording.events), lost, cut_short))
	assert lost and cut_short, "nothing was ever in doubt"


class Looking:
	"""Two processes look at cuts; tasks reach them by fork, so that a recording is not sent around."""

	def __init__(self, tasks):
		Looking.tasks = tasks

	def __enter__(self):
		self.pool = multiprocessing.get_context("fork").Pool(2)
		return self.pool.imap_unordered(look_at_number, range(len(Looking.tasks)))

	def __exit__(self, *_):
		self.pool.terminate()
		self.pool.join()


def look_at_number(number):
	return look_at(Looking.tasks[number])


TESTS = [a_disk_that_forgets_and_an_answer_before_its_sync_are_seen,
         no_power_cut_loses_or_damages_anything, a_power_cut_at_the_very_first_start_leaves_what_starts]
