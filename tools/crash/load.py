"""load.py: members who write through the API, and remember what they were promised.

Every deed carries a mark that is found again in the database, and a key.  An answer of 2xx is an acknowledgement; no
answer leaves the deed in doubt: it is repeated under its key until somebody answers.  Only what somebody else's deed may
have overtaken may be refused then.
"""
import collections
import concurrent.futures
import random
import threading
import time
import traceback
import uuid

import check
from house import Client

RUNNING = set()


def end_all():
	"""Members whom a test that failed left at work."""
	for load in list(RUNNING):
		load.stop()


OVERTAKEN = ("offer", "booking", "withdrawal")  # in doubt, they may find the hour or the task taken meanwhile

Deed = collections.namedtuple("Deed", "kind mark method path body key type about")

WORDS = ("Router Kabel Dose Funk Netz Gast Keller Lampe Signal Neustart Kanal Messung Abend Balkon Zimmer Rechner Telefon "
         "Drucker Adresse Passwort Anleitung Antenne Wand Stecker Anbieter Leitung").split()


def asks_to_send_again(said):
	"""Two answers to one thread in one moment: on PostgreSQL one of them is told so."""
	return said[0] == 409 and said[1]["reason"] == "thread.changed"


class Member:
	def __init__(self, load, number, person):
		self.load, self.number, self.person = load, number, person
		self.client = Client(load.house.port, person["token"])
		self.dice = random.Random(load.seed * 100 + number)
		self.tasks, self.booked, self.doubts, self.slots = [], [], [], []
		self.made = 0

	# ── what there is to do ──

	def text(self):
		return " ".join(self.dice.choice(WORDS) for _ in range(self.dice.randrange(12, 60)))

	def deed(self, kind, method, path, body, about=None, content_type="application/json"):
		self.made += 1
		mark = "m%dx%dx%dx" % (self.load.seed, self.number, self.made)
		if callable(body):
			body = body(mark)
		return Deed(kind, mark, method, path, body, "%s-%s" % (mark, uuid.uuid4().hex), content_type, about)

	def reply(self):
		thread = self.dice.choice(self.load.threads)
		return self.deed("reply", "POST", "/api/v1/threads/%s/posts" % thread,
		                 lambda mark: {"body": "%s: %s" % (mark, self.text())}, about=thread)

	def kudos(self):
		post = self.load.somebodys_post(self.dice, self.person["id"])
		return post and self.deed("kudos", "PUT", "/api/v1/posts/%s/kudos" % post, None, about=post)

	def task(self):
		if len(self.tasks) > 2:
			task = self.tasks.pop(0)
			return self.deed("withdrawal", "POST", "/api/v1/tasks/%s/withdrawal" % task, {}, about=task)
		return self.deed("task", "POST", "/api/v1/tasks", lambda mark: {
			"title": "%s Netz" % mark, "text": self.text(), "category": "wifi", "place": "50667"})

	def offer(self):
		task = self.load.somebodys_task(self.dice, self.number)
		slot = self.free_slot()
		return task and slot and self.deed("offer", "POST", "/api/v1/tasks/%s/offers" % task, lambda mark: {
			"price_minor": 3000, "starts_at": slot[1], "minutes": 60,
			"text": "%s: ich komme gern und bringe ein Messgerät mit." % mark}, about=task)

	def booking(self):
		if self.booked:
			booking = self.booked.pop()
			return self.deed("withdrawal", "POST", "/api/v1/bookings/%s/withdrawal" % booking, {}, about=booking)
		slot = self.free_slot()
		return slot and self.deed("booking", "POST", "/api/v1/services/%s/bookings" % slot[0], {
			"starts_at": slot[1], "address": "Domstr. 1", "place": "50667", "phone": "+49 221 123456"})

	def upload(self):
		def form(mark):
			return ('--grenze\r\nContent-Disposition: form-data; name="file"; filename="%s.txt"\r\nContent-Type: text/plain\r\n\r\n%s\r\n'
			        '--grenze--\r\n' % (mark, self.load.file_text(mark))).encode()
		return self.deed("upload", "POST", "/api/v1/media", form, content_type="multipart/form-data; boundary=grenze")

	def free_slot(self):
		"""Everybody has a service of somebody else, so that their slots do not meet."""
		if not self.slots:
			services = self.load.services
			for step in range(len(services)):
				service, helper = services[(self.number + step * len(self.load.members) + 1) % len(services)]
				if helper == self.person["id"]:
					continue
				said = self.client.ask("GET", "/api/v1/services/%s/slots?days=14" % service)
				if said and said[0] == 200 and said[1]["items"]:
					self.slots = [(service, item["starts_at"]) for item in said[1]["items"][::4]]
					break
		return self.dice.choice(self.slots) if self.slots else None

	# ── doing it ──

	def choose(self):
		dice = self.dice.random()
		for share, make in ((0.62, self.reply), (0.16, self.kudos), (0.07, self.task), (0.05, self.offer), (0.06, self.booking)):
			if dice < share:
				return make()
			dice -= share
		return self.upload()

	def took(self, deed, answer):
		self.load.acknowledge(deed, answer, self)
		if deed.kind == "task":
			self.tasks.append(answer["id"])
		if deed.kind == "booking":
			self.booked.append(answer["id"])

	def do(self, deed):
		"""True: somebody answered."""
		said = self.client.ask(deed.method, deed.path, deed.body, deed.key, deed.type)
		if said is None:
			if deed.key:
				self.doubts.append(deed)
			return False
		status, answer = said
		self.load.count(deed.kind, status)
		if 200 <= status < 300:
			self.took(deed, answer or {})
		return True

	def resolve(self):
		"""Asks again, under the same key, what became of it; (deed, status, answer) of each."""
		answered = []
		for deed in self.doubts:
			for _ in range(50):
				said = self.client.ask(deed.method, deed.path, deed.body, deed.key, deed.type)
				if said and said[0] not in (429, 503) and not asks_to_send_again(said):
					break
				time.sleep(0.2 if said else 0)  # all come at once: some are turned away
			assert said, "the house does not answer"
			answered.append((deed, said[0], said[1]))
			if 200 <= said[0] < 300:
				self.took(deed, said[1] or {})
		self.doubts = []
		return answered

	def work(self):
		try:
			while not self.load.over.is_set():
				deed = self.choose()
				if deed and not self.do(deed):
					if not self.load.goes_on:
						return
					self.load.over.wait(0.02)
		except Exception:
			self.load.failed(traceback.format_exc())


class Load:
	"""All members of a house, and what they were promised since it began."""

	def __init__(self, house, people, seed=1, goes_on=False):
		self.house, self.seed, self.goes_on = house, seed, goes_on
		self.lock, self.over = threading.Lock(), threading.Event()
		self.acks, self.statuses = [], collections.Counter()
		self.withdrawing = set()  # bookings whose withdrawal is in doubt
		self.failures = []  # what ended a member's work before its time
		self.in_doubt = self.acked_again = 0  # deeds; of these done before they were repeated, and acknowledged then
		self.noted = None  # called under the lock for each acknowledgement
		self.posts, self.tasks, self.threads_running = [], [], []
		brand = "brand_id IN (SELECT id FROM brand_brand WHERE key = 'a')"
		self.threads = [row[0] for row in house.rows(
			"SELECT id FROM community_thread WHERE %s AND closed_at IS NULL AND hidden_at IS NULL AND deleted_at IS NULL"
			" AND origin = '' ORDER BY id DESC LIMIT 12" % brand)]
		self.services = house.rows("SELECT id, helper_id FROM marketplace_service WHERE %s AND state = 1 AND ways = 1"
		                           " AND lat BETWEEN 50.9 AND 50.97 AND lon BETWEEN 6.88 AND 7 ORDER BY id LIMIT 200" % brand)
		self.counted = check.counted(house)
		self.bookings_before = house.number("SELECT COUNT(*) FROM marketplace_booking")
		self.members = [Member(self, number, person) for number, person in enumerate(people)]

	def file_text(self, mark):
		return ("Protokoll %s\n" % mark) * 40

	def count(self, kind, status):
		with self.lock:
			self.statuses[kind, status] += 1

	def failed(self, why):
		with self.lock:
			self.failures.append(why)

	def acknowledge(self, deed, answer, member):
		with self.lock:
			self.acks.append((deed, answer, member.person["id"]))
			if deed.kind == "reply":
				self.posts.append((answer["id"], member.person["id"]))
			if deed.kind == "task":
				self.tasks.append((answer["id"], member.number))
			if self.noted:
				self.noted(deed, answer)

	def somebodys_post(self, dice, but):
		with self.lock:
			posts = [post for post, author in self.posts[-200:] if author != but]
		return dice.choice(posts) if posts else None

	def somebodys_task(self, dice, but):
		with self.lock:
			tasks = [task for task, author in self.tasks[-20:] if author != but]
		return dice.choice(tasks) if tasks else None

	def begin(self):
		RUNNING.add(self)
		self.over.clear()
		self.threads_running = [threading.Thread(target=member.work, daemon=True) for member in self.members]
		for thread in self.threads_running:
			thread.start()

	def stop(self):
		RUNNING.discard(self)
		self.over.set()
		for thread in self.threads_running:
			thread.join(30)
		for member in self.members:
			member.client.close()

	def end(self):
		self.stop()
		assert not any(thread.is_alive() for thread in self.threads_running), "a member waits for ever"
		assert not self.failures, "%d members ended early: %s" % (len(self.failures), self.failures[0])

	def resolve(self):
		"""All at once; how many deeds were in doubt."""
		there = check.marks_there(self.house) if any(member.doubts for member in self.members) else {}
		with concurrent.futures.ThreadPoolExecutor(len(self.members)) as pool:
			answered = [one for some in pool.map(Member.resolve, self.members) for one in some]
		gone = set(deed.about for deed, _, _ in self.acks if deed.kind == "withdrawal")
		for deed, status, answer in answered:
			done = deed.mark in there.get(deed.kind, ())
			overtaken = deed.kind in OVERTAKEN and (status == 409 or status == 404 and deed.about in gone)
			is_too_much = deed.kind == "task" and status == 409 and (answer or {}).get("reason") == "task.too_many"
			assert 200 <= status < 300 or (overtaken or is_too_much) and not done, "a repeated %s was answered %d: %s" % (deed.kind, status, answer)
			self.acked_again += done
		self.in_doubt += len(answered)
		return len(answered)

	def acknowledged(self, kind):
		return sum(deed.kind == kind for deed, _, _ in self.acks)

	def summary(self):
		kinds = ("reply", "kudos", "task", "offer", "booking", "withdrawal", "upload")
		return ", ".join("%d %s" % (self.acknowledged(kind), kind) for kind in kinds)
