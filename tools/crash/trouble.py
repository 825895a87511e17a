"""trouble.py: the disk is full, the disk fails, memory runs out, the clock jumps: in the middle of the load."""
import collections
import os
import resource
import struct
import subprocess
import time

import check
import house as houses
from load import Load

FIU = "/usr/lib/fiu/fiu_run_preload.so:/usr/lib/fiu/fiu_posix_preload.so"
BACK_WITHIN = 5.0


def rounds(house, load, seconds):
	load.goes_on = True
	load.begin()
	time.sleep(seconds)
	load.end()


def falls_of(house):
	with open(house.log, errors="replace") as log:
		return log.read().count('"event":"fall"')


def assert_nothing_lost(house, load):
	assert not (wrong := check.all_wrong(house, load)), wrong[:5]


# ── the disk is full ──

def mount(folder, megabytes):
	os.makedirs(folder, exist_ok=True)
	if os.getuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=%dm" % megabytes, "heinzel", folder]).returncode:
		raise houses.Skipped("mounting a small disk needs root")


def fill(path):
	"""To the last byte."""
	with open(path, "ab", buffering=0) as file:
		for size in (1 << 20, 4096, 1):
			try:
				while True:
					file.write(bytes(size))
			except OSError:
				pass


def first_written(client, path, body):
	began = time.monotonic()
	while time.monotonic() < began + 30:
		said = client.ask("POST", path, body)
		if said and said[0] == 201:
			return time.monotonic() - began
		time.sleep(0.1)
	raise AssertionError("nothing is written after 30 s of space: %s" % (said,))


def mails_of(house):
	return len(os.listdir(house.folder + "/mail"))


def assert_refused_clearly(client, path, mark):
	said = client.ask("POST", path, {"body": mark + ": darf nicht verloren gehen"})
	assert said and said[0] == 503, said
	assert said[1]["reason"] == "guard.disk_full" and "noch einmal" in said[1]["detail"], said
	assert client.reason_header, "no Retry-After"
	form = b'--grenze\r\nContent-Disposition: form-data; name="file"; filename="x.txt"\r\nContent-Type: text/plain\r\n\r\n' \
	       + b"Protokoll " * 2000 + b"\r\n--grenze--\r\n"
	said = client.ask("POST", "/api/v1/media", form, content_type="multipart/form-data; boundary=grenze")
	assert said and said[0] in (503, 507), said


QUESTION = {"title": "Kein Netz hinter dem Haus", "body": "Seit gestern.\n\nWas kann ich tun?", "name": "Nina", "mail": "nina@example.org"}


def a_form_to_ask(house, stranger):
	"""A stranger's question, checked and ready to be sent."""
	_, page = stranger.ask("GET", "/ask")
	fields = dict(stranger.form(page, "/ask"), **QUESTION)
	fields["board_id"] = house.rows("SELECT b.id FROM community_board b JOIN brand_brand r ON r.id = b.brand_id WHERE r.key = 'a' ORDER BY b.id")[0][0]
	time.sleep(2.5)  # nobody reads faster
	_, page = stranger.ask("POST", "/ask", fields)
	fields = stranger.form(page, "/threads")
	assert fields.get("body", "").split() == QUESTION["body"].split(), page
	return fields


def assert_shows_what_was_typed(stranger, fields):
	"""The page's own form, which is sent as it stands."""
	status, page = stranger.ask("POST", "/threads", fields)
	assert status == 503, (status, page)
	again = stranger.form(page, "/threads")
	for name in QUESTION:
		assert again.get(name, "").split() == QUESTION[name].split(), (name, page)
	assert again["once"] == fields["once"] and again["csrf"], "the key is not that of the form"
	return again


def on_a_full_disk_reads_go_on_writes_are_refused_clearly_and_space_heals_it(template):
	disk = houses.SCRATCH + "/small"
	mount(disk, 128)
	try:
		house, people = houses.copy_house(*template, "small/full")
		house.log = houses.SCRATCH + "/full.log"
		house.env["HEINZEL_SERVER_ACCESS_LOG"] = disk + "/access.log"
		load = Load(house, people, seed=40)
		thread = "/api/v1/threads/%s/posts" % load.threads[0]
		house.start()
		pid, client = house.process.pid, houses.Client(house.port, people[0]["token"])
		stranger = houses.Stranger(house.port)
		fields = a_form_to_ask(house, stranger)
		rounds(house, load, 0.5)
		slowest, mails = 0.0, mails_of(house)
		for time_around in range(3):
			load.goes_on = True
			load.begin()
			time.sleep(0.2)
			fill(disk + "/ballast")
			time.sleep(1.5)  # under load, so that log, its index and uploads all meet the end of the disk
			load.end()
			for _ in range(20):
				said = client.ask("GET", thread)
				assert said and said[0] == 200, "a read was answered %s" % (said,)
			assert_refused_clearly(client, thread, "m40x%dx1x" % (90 + time_around))
			fields = assert_shows_what_was_typed(stranger, fields)
			os.unlink(disk + "/ballast")
			slowest = max(slowest, first_written(client, thread, {"body": "Es geht wieder, zum %d. Mal." % time_around}))
			load.resolve()
			assert_nothing_lost(house, load)
		assert house.process.poll() is None and house.process.pid == pid and not falls_of(house), house.said()
		for _ in range(2):  # twice under its key
			status, page = stranger.ask("POST", "/threads", fields)
			assert status == 303, (status, page)
		drafts = house.number("SELECT COUNT(*) FROM identity_draft WHERE mail = '%s'" % QUESTION["mail"])
		assert drafts == 1, drafts
		until = time.monotonic() + 100  # one that failed on the full disk is tried again after a minute
		while (waiting := house.number("SELECT COUNT(*) FROM core_mail")) and time.monotonic() < until:
			time.sleep(0.1)
		assert not waiting, "mails still wait"  # of one look: news that are told later make new ones
		assert mails_of(house) > mails, "no mail was ever written"
		assert house.stop() == 0
		assert_nothing_lost(house, load)
		refused = sum(count for (_, status), count in load.statuses.items() if status in (503, 507))
		print("  full three times: %d acknowledged, %d refused with 503 or 507, written again after %.1f s at most" % (len(load.acks), refused, slowest))
		assert refused > 0 and slowest <= BACK_WITHIN, (refused, slowest, load.statuses)
		assert not [status for _, status in load.statuses if status >= 500 and status not in (503, 507)], load.statuses
	finally:
		houses.end_all()
		subprocess.run(["umount", "-l", disk])


# ── the disk fails ──

INJECTED_WITHIN = 20  # seconds; what is rare may take longer than a round


class Injected:
	"""What libfiu does to the house, and how often it did."""

	def __init__(self, number, point, probability):
		self.path = "%s/fiu-%d.count" % (houses.SCRATCH, number)
		library = houses.SCRATCH + "/fiu_count.so"
		if not os.path.exists(library):
			houses.run("cc", "-std=gnu2x", "-O2", "-D_GNU_SOURCE", "-shared", "-fPIC", "-o", library, houses.ROOT + "/tools/crash/fiu_count.c")
		with open(self.path, "wb") as file:
			file.write(bytes(4))
		self.environment = {"LD_PRELOAD": library + ":" + FIU, "FIU_COUNT": self.path,
		                    "FIU_ENABLE": "enable_random name=%s,probability=%s" % (point, probability)}

	def count(self):
		with open(self.path, "rb") as file:
			return struct.unpack("i", file.read(4))[0]


FULL = "store.full"
FAILING = (  # point of failure, how often, must the process have fallen?  FULL: or have said that there is no room: it is told EFBIG, EDQUOT, too
	("posix/io/sync/fdatasync", 0.05, True),
	("posix/io/sync/fsync", 0.02, False),
	("posix/io/rw/pwrite", 0.003, FULL),
	("posix/io/rw/pwrite/reduce", 0.003, False),
	("posix/io/rw/ftruncate", 0.05, False),
	("posix/io/oc/open", 0.01, False),
	("posix/io/rw/write", 0.01, False),
	("libc/mm/malloc", 0.00002, False),
)


def start_with_faults(house, faults):
	"""A first start that fails is told and not repeated; here it is."""
	for _ in range(20):
		try:
			return house.start(extra=faults)
		except AssertionError:
			house.gone()
	raise AssertionError("it never started: " + house.said())


def whatever_of_the_disk_fails_what_was_acknowledged_stays(template):
	if not os.path.exists(FIU.split(":")[0]):
		raise houses.Skipped("fiu-utils is not installed")
	for number, (point, probability, must_fall) in enumerate(FAILING):
		house, people = houses.copy_house(*template, "fiu-%d" % number)
		load = Load(house, people, seed=50 + number)
		injected = Injected(number, point, probability)
		start_with_faults(house, injected.environment)
		pid, before = house.process.pid, injected.count()
		until = time.monotonic() + INJECTED_WITHIN
		rounds(house, load, 1.2)
		while injected.count() == before and time.monotonic() < until and house.process.poll() is None:
			rounds(house, load, 0.5)
		failed = injected.count() - before
		lives = house.process.poll() is None
		if lives:
			house.kill()
		else:
			house.gone()
		falls = falls_of(house)
		house.start()
		load.resolve()
		assert_nothing_lost(house, load)
		assert house.stop() == 0
		print("  %-27s failed %4d times, %5d acknowledged, %d falls, process %d %s"
		      % (point, failed, len(load.acks), falls, pid, "lives" if lives else "left"), flush=True)
		assert failed, "no %s ever failed while members wrote" % point
		assert load.acks, "nothing was ever written with a failing %s: %s" % (point, house.said())
		is_told = must_fall == FULL and FULL in house.said()
		assert falls or is_told or not must_fall, "it never fell: %s" % house.said()


# ── memory ──

def fields_of(pid):
	with open("/proc/%d/status" % pid) as status:
		return dict(line.split(":", 1) for line in status)


def after_memory_ran_out_the_house_is_back_within_two_seconds(template):
	house, people = houses.copy_house(*template, "memory")
	load = Load(house, people, seed=60)
	house.start()
	rounds(house, load, 0.3)
	pid, slowest, falls = house.process.pid, 0.0, 0
	reader = houses.Client(house.port, people[0]["token"])
	for time_around in range(3):
		size = int(fields_of(pid)["VmData"].split()[0]) * 1024
		load.goes_on = True
		load.begin()
		time.sleep(0.1)
		# Not the address space: a thread's heap has its addresses long before it has memory.
		resource.prlimit(pid, resource.RLIMIT_DATA, (size, resource.RLIM_INFINITY))
		until = time.monotonic() + 10
		while falls_of(house) == falls and time.monotonic() < until:
			reader.ask("POST", "/api/v1/threads/%s/posts" % load.threads[0], {"body": "lang " * 24000})
			time.sleep(0.005)
		assert falls_of(house) > falls, "it never ran out of memory"
		began = time.monotonic()
		resource.prlimit(pid, resource.RLIMIT_DATA, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
		while not (said := reader.ask("GET", "/api/v1/boards")) or said[0] != 200:
			time.sleep(0.01)
		slowest, falls = max(slowest, time.monotonic() - began), falls_of(house)
		load.end()
		load.resolve()
		assert_nothing_lost(house, load)
	assert house.process.pid == pid and house.stop() == 0
	print("  out of memory three times: %d acknowledged, %d falls, back after %.2f s at most" % (len(load.acks), falls, slowest))
	assert slowest <= 2, "back after %.2f s" % slowest


# ── the clock ──

FAKETIME = "/usr/lib/%s-linux-gnu/faketime/libfaketimeMT.so.1" % os.uname().machine


SETTLED_WITHIN = 30  # seconds without fewer that wait
WRITTEN_WITHIN = 10


def write_some(house, load, since):
	"""It goes on: soon some are written."""
	before, until = len(load.acks), time.monotonic() + WRITTEN_WITHIN
	while len(load.acks) <= before + 20 and time.monotonic() < until:
		rounds(house, load, 0.5)
	assert len(load.acks) > before + 20, "after %s only %d were written" % (since, len(load.acks) - before)


# Rows that go by another's id: of the matter, of what is searched for, of the news that several members get.
GO_BY_ANOTHERS = ("core_trail", "store_document", "store_spelled", "notify_notice", "notify_pending")


def ids_of(house):
	"""[(id, table)] of every row that has its own."""
	tables = [row[0] for row in house.rows("SELECT DISTINCT s.name FROM sqlite_schema s JOIN pragma_table_info(s.name) c"
	                                       " WHERE s.type = 'table' AND s.name NOT LIKE 'store_index%' AND c.name = 'id'")]
	return [(row[0], table) for table in tables if table not in GO_BY_ANOTHERS for row in house.rows('SELECT id FROM "%s"' % table)]


def given_twice(ids):
	"""Those that two rows have, whatever their tables."""
	tables = collections.defaultdict(list)
	for number, table in ids:
		tables[number].append(table)
	return {number: where for number, where in tables.items() if len(where) > 1}


def waiting(house, ahead):
	"""News and jobs (a mail is one) that are due by a clock that goes so many seconds ahead; what was planned while it ran further ahead
	waits until then."""
	due = "due_at <= %d" % int((time.time() + ahead) * 1000000)
	return {"news": house.number("SELECT COUNT(*) FROM core_outbox WHERE " + due),
	        "jobs": house.number("SELECT COUNT(*) FROM core_job WHERE " + due)}


def wait_until_nothing_waits(house, ahead):
	began = moved = time.monotonic()
	least = None
	while (left := sum((of := waiting(house, ahead)).values())):
		if least is None or left < least:
			least, moved = left, time.monotonic()
		assert time.monotonic() < moved + SETTLED_WITHIN, "nothing moved for %d s: %s %s" % (SETTLED_WITHIN, of, house.said()[-800:])
		time.sleep(0.1)
	return time.monotonic() - began


def when_the_clock_jumps_ids_stay_unique_and_nothing_waits(template):
	if not os.path.exists(FAKETIME):
		raise houses.Skipped("libfaketime is not installed")
	house, people = houses.copy_house(*template, "clock")
	jumps = houses.SCRATCH + "/jump"

	def jump(to):
		with open(jumps + ".new", "w") as file:
			file.write(to + "\n")
		os.rename(jumps + ".new", jumps)

	jump("+0")
	load, ids = Load(house, people, seed=70), ids_of(house)
	fake = {"LD_PRELOAD": FAKETIME, "FAKETIME_TIMESTAMP_FILE": jumps, "FAKETIME_DONT_FAKE_MONOTONIC": "1", "FAKETIME_NO_CACHE": "1",
	        "FAKETIME_DONT_RESET": "1"}
	house.start(extra=fake)
	for to in ("+1h", "+0", "-1h", "+0", "-1h"):
		jump(to)
		write_some(house, load, "a jump to " + to)
	# An hour back, and begun anew: the times of the ids to come are those of ids that were given.
	house.kill()
	house.start(extra=fake)
	load.resolve()
	write_some(house, load, "a restart")
	load.resolve()
	assert_nothing_lost(house, load)
	broken = {key: count for key, count in load.statuses.items() if key[1] >= 500 and key[1] != 503}  # a busy machine turns some away
	assert not broken, broken
	settled = wait_until_nothing_waits(house, -3600)
	# What was told by a clock that was ahead waits until it is that time again.
	told_ahead = house.number("SELECT COUNT(*) FROM core_outbox")
	jump("+1h")
	settled = max(settled, wait_until_nothing_waits(house, 3600))
	left = house.number("SELECT COUNT(*) FROM core_outbox")
	assert not left, "%d news are never told" % left
	assert_nothing_lost(house, load)
	began = time.monotonic()
	assert house.stop() == 0
	stopped, after = time.monotonic() - began, ids_of(house)
	assert not (twice := given_twice(after)), list(twice.items())[:5]
	print("  seven jumps: %d acknowledged, %d new ids, nothing that is due waits after %.1f s, %d news were told by a clock ahead, stopped within %.2f s"
	      % (len(load.acks), len(after) - len(ids), settled, told_ahead, stopped))


TESTS = [on_a_full_disk_reads_go_on_writes_are_refused_clearly_and_space_heals_it, whatever_of_the_disk_fails_what_was_acknowledged_stays,
         after_memory_ran_out_the_house_is_back_within_two_seconds, when_the_clock_jumps_ids_stay_unique_and_nothing_waits]
