"""nth.py: of each kind of call the first fails, then the second, and so on, until a round of requests passes untouched.

nth.c counts within the running program.  A round is what members do most: a page, a log-in page, a question, a reply, an
upload, a booking.  Each answer is right or an error that is told; what was acknowledged is there; and the next round,
in which nothing fails, is answered in full: the house goes on, or has begun anew.  All of it takes some minutes
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


def one_round(load, number):
	"""What became of each: (what, answer or None)."""
	member = load.members[number % len(load.members)]
	member.booked, member.tasks = [], []
	client = houses.Client(load.house.port, member.person["token"])
	said = [("page", client.ask("GET", "/threads/" + load.threads[0])), ("log-in", client.ask("GET", "/login")),
	        ("api", client.ask("GET", "/api/v1/threads/%s/posts" % load.threads[0]))]
	for make in (member.reply, member.task, member.upload, member.booking):
		deed = make()
		if deed:
			said.append((deed.kind, client.ask(deed.method, deed.path, deed.body, deed.key, deed.type)))
			if said[-1][1] is None:
				member.doubts.append(deed)
			elif 200 <= said[-1][1][0] < 300:
				member.took(deed, said[-1][1][1] or {})
	client.close()
	return said


def assert_told(said, about):
	for what, answer in said:
		assert answer is None or answer[0] < 400 or answer[0] in (409, 429, 500, 503, 507), (about, what, answer)
		assert answer is None or answer[1], (about, what, "an empty answer", answer)


def is_back(load, number):
	until = time.monotonic() + BACK_WITHIN
	while time.monotonic() < until:
		said = one_round(load, number)
		if all(answer and (answer[0] < 400 or answer[0] == 409) for _, answer in said):
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
	one_round(load, 0)
	rounds = starts = fell = n = 0
	for rounds, n in enumerate(series, 1):
		control.arm(bit, n)
		said = one_round(load, rounds)
		untouched = not control.failed()
		control.arm(0, 0)
		assert_told(said, "%s call %d" % (name, n))
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
	print("  %-7s %3d rounds up to call %5d, %s; %d acknowledged, %d falls, started again %d times, %.0f s"
	      % (name, rounds, n, "the last untouched" if untouched else "not to the end", len(load.acks), falls_of(house), starts,
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
