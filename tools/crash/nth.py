"""nth.py: of each kind of call the first fails, then the second, and so on, until a round of requests passes untouched.

nth.c counts within the running program.  A round is what members do most: a page, a log-in page, a question, a reply, an
upload, a booking.  Each answer is right or an error that is told, and none stays away but of a process that falls; what
was acknowledged is there; and the next round, in which nothing fails, is answered in full with what was asked for: the
house goes on, or has begun anew.  Whatever a round booked is taken back behind it.  All of it takes some minutes
(`./run lost whichever`); CI takes the first and every seventh of those calls.
"""
import itertools
import mmap
import os
import struct
import time

import check
import house as houses
from load import Load
from trouble import falls_of

KINDS = (("memory", 1), ("open", 2), ("read", 4), ("write", 8), ("sync", 16), ("names", 32), ("maps", 64))
SELDOM = ("maps",)  # for threads and much memory: a round may need none
EACH = 25    # of each kind the first so many calls, every one; from there on in steps that grow by a tenth
MOST = int(os.environ.get("HEINZEL_LOST_NTH", "400"))  # rounds of a kind
ONE_IN = 7   # of these, in CI
FALLS = 4    # then a new process: each fall waits twice as long as the one before
BACK_WITHIN = 20  # seconds
AT_THE_DOOR = ("memory", ["page"])  # a round's first request opens the line: without memory for it, it is closed before anything is read


class Control:
	def __init__(self, path):
		with open(path, "wb") as file:
			file.write(bytes(12))
		self.file = open(path, "r+b")
		self.memory = mmap.mmap(self.file.fileno(), 12)
		self.environment = {"LD_PRELOAD": library(), "NTH_CONTROL": path}

	def arm(self, kinds, n):
		self.memory[:] = struct.pack("iii", kinds, n, 0)

	def failed(self):
		return struct.unpack("iii", self.memory[:])[2] == 1


def library():
	path = houses.SCRATCH + "/nth.so"
	if not os.path.exists(path):
		houses.run("cc", "-std=gnu2x", "-O2", "-D_GNU_SOURCE", "-shared", "-fPIC", "-o", path, houses.ROOT + "/tools/crash/nth.c")
	return path


def posts_of(client, thread):
	"""All pages of it: (the first answer that is not good or the last one, ids)."""
	ids, after = set(), "0"
	while after:
		said = client.ask("GET", "/api/v1/threads/%s/posts?after=%s" % (thread, after))
		if not said or said[0] != 200:
			return said, ids
		ids |= set(item["id"] for item in said[1]["items"])
		after = said[1]["next"]
	return said, ids


def one_round(load, number):
	"""What became of each: (what, answer or None)."""
	member, thread = load.members[number % len(load.members)], load.threads[number % len(load.threads)]
	client = houses.Client(load.house.port, member.person["token"])
	owed = set(answer["id"] for deed, answer, _ in load.acks if deed.kind == "reply" and deed.about == thread)
	said = [("page", client.ask("GET", "/threads/" + thread)), ("log-in", client.ask("GET", "/login"))]
	api, ids = posts_of(client, thread)
	assert not api or api[0] != 200 or owed <= ids, "%d of %d replies are not shown" % (len(owed - ids), len(owed))
	said.append(("api", api))
	for make in (member.reply, member.task, member.upload, member.booking):
		deed = make()
		assert deed or load.is_armed, "no hour is free"
		if deed:
			said.append((deed.kind, client.ask(deed.method, deed.path, deed.body, deed.key, deed.type)))
			if said[-1][1] is None:
				member.doubts.append(deed)
			elif 200 <= said[-1][1][0] < 300:
				member.took(deed, said[-1][1][1] or {})
	client.close()
	return said


def take_back(load, member):
	"""What the round booked and asked for, so that the next one finds the hours free; True: all of it."""
	if member.doubts:
		load.resolve()
	for kind, made in (("bookings", member.booked), ("tasks", member.tasks)):
		while made:
			deed = member.deed("withdrawal", "POST", "/api/v1/%s/%s/withdrawal" % (kind, made[-1]), {}, about=made[-1])
			said = member.client.ask(deed.method, deed.path, deed.body, deed.key, deed.type)
			if said and said[0] == 200:
				load.acknowledge(deed, said[1], member)
				made.pop()
			elif said is None:  # still going: withdrawn twice is refused, under its key it is not
				member.doubts.append(deed)
				made.pop()
				return False
			else:
				assert said[0] in (429, 500, 503), ("withdrawal", said)
				return False
	return True


def assert_told(said, about):
	for what, answer in said:
		assert answer is None or answer[0] < 400 or answer[0] in (409, 429, 500, 503, 507), (about, what, answer)
		assert answer is None or answer[1], (about, what, "an empty answer", answer)


def has_fallen(house, falls):
	"""No answer has that reason alone: the process fell, or left.  It may still be on its way down."""
	until = time.monotonic() + 5
	while time.monotonic() < until:
		if falls_of(house) > falls or house.process.poll() is not None:
			return True
		time.sleep(0.01)
	return False


GOOD = {"page": 200, "log-in": 200, "api": 200, "reply": 201, "task": 201, "upload": 201, "booking": 201}


def is_back(load, number):
	"""A whole round in which nothing fails; before it the last one's bookings are taken back."""
	member, said = load.members[number % len(load.members)], []
	until = time.monotonic() + BACK_WITHIN
	while time.monotonic() < until:
		lives = member.client.ask("GET", "/api/v1/boards")
		if lives and lives[0] == 200 and take_back(load, member):
			said = one_round(load, number)
			wrong = [(what, answer) for what, answer in said if answer and 400 <= answer[0] < 500 and answer[0] != 429]
			assert not wrong, "where nothing fails: %s" % wrong
			if all(answer and answer[0] == GOOD[what] for what, answer in said) and take_back(load, member):
				return True
		time.sleep(0.05)
	return False


def calls():
	n = 1
	while True:
		yield n
		n += 1 if n < EACH else n // 10


def fail_each(template, name, bit, series):
	house, people = houses.copy_house(*template, "nth-" + name)
	load, began = Load(house, people, seed=80), time.monotonic()
	control = Control("%s/nth-%s.control" % (houses.SCRATCH, name))
	house.start(extra=control.environment)
	load.is_armed = False
	assert is_back(load, 0), "it does not answer, and nothing failed yet"
	rounds = starts = fell = n = unanswered = 0
	for rounds, n in enumerate(series, 1):
		about, falls = "%s call %d" % (name, n), falls_of(house)
		load.is_armed = True
		control.arm(bit, n)
		said = one_round(load, rounds)
		untouched = not control.failed()
		control.arm(0, 0)
		load.is_armed = False
		assert_told(said, about)
		lost = [what for what, answer in said if answer is None]
		assert not lost or (name, lost) == AT_THE_DOOR or has_fallen(house, falls), \
			"%s: no answer to %s, and the house did not fall: %s" % (about, lost, house.said()[-800:])
		unanswered += len(lost)
		if untouched:
			break
		time.sleep(0.02)
		if house.process.poll() is not None:  # too many falls for one minute: the manager's turn
			house.gone()
			house.start(extra=control.environment)
			starts += 1
		assert is_back(load, rounds), "after %s call %d failed the house is not back: %s" % (name, n, house.said()[-800:])
		if falls_of(house) >= fell + FALLS:
			assert house.stop() == 0, house.said()[-800:]
			house.start(extra=control.environment)
			fell = falls_of(house)
	load.resolve()
	wrong = check.all_wrong(house, load)
	assert not wrong, (name, wrong[:5])
	assert house.stop() == 0
	print("  %-7s %3d rounds up to call %5d, %s; %d acknowledged, %d without an answer, %d falls, started again %d times, %.0f s"
	      % (name, rounds, n, "the last untouched" if untouched else "not to the end", len(load.acks), unanswered, falls_of(house), starts,
	         time.monotonic() - began), flush=True)
	assert untouched, "%s: not to the end" % name
	assert rounds > 1 or name in SELDOM, "%s: no call was ever made" % name


def whichever_call_fails_every_answer_is_right_or_told_and_nothing_is_lost(template):
	for name, bit in KINDS:
		fail_each(template, name, bit, itertools.islice(calls(), MOST))


def one_call_in_seven_fails_and_every_answer_is_right_or_told(template):
	for number, (name, bit) in enumerate(KINDS):
		series = itertools.islice(calls(), MOST)
		fail_each(template, name, bit, (n for i, n in enumerate(series) if i == 0 or i % ONE_IN == number))


TESTS = [one_call_in_seven_fails_and_every_answer_is_right_or_told]
ON_DEMAND = [whichever_call_fails_every_answer_is_right_or_told_and_nothing_is_lost]
