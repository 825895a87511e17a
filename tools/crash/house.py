"""house.py: a small house of the real program for tests that break it: its data, its server, its engine.

The house is the demo's (members, helpers, services, open hours), made once and copied for each test.
"""
import html.parser
import http.client
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import urllib.parse

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.environ.get("HEINZEL_PROGRAM", ROOT + "/build/src/app/heinzel")
PORT = int(os.environ.get("HEINZEL_CRASH_PORT", "18421"))
SCRATCH = tempfile.mkdtemp(prefix="heinzel-crash.", dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
HOST = "a.localhost"
CLIENTS = 16
READY_MOST = 60  # seconds; how long it took is judged by the tests


RUNNING = set()


def end_all():
	"""Whatever a test that failed left running."""
	for house in list(RUNNING):
		if house.process and house.process.poll() is None:
			house.process.kill()
			house.process.wait()
	RUNNING.clear()


class Skipped(Exception):
	"""What this machine cannot do; said loudly."""


def run(*words, env=None, **more):
	return subprocess.run(words, check=True, capture_output=True, text=True, env=env, **more).stdout


class Postgres:
	"""A server of its own that syncs as in production; immediate() is a crash of its, too."""

	def __init__(self):
		self.binaries = next((path for path in ("/usr/lib/postgresql/%d/bin" % v for v in (17, 16, 15))
		                      if os.path.exists(path + "/postgres")), None)
		self.folder = tempfile.mkdtemp(prefix="heinzel-crash-postgres.", dir=os.path.dirname(SCRATCH))
		self.port, self.sessions = PORT + 1, {}
		if os.getuid() == 0:
			shutil.chown(self.folder, "postgres")
		self.as_owner("initdb", "-D", self.folder + "/data", "-U", "heinzel", "-A", "trust", "-E", "UTF8",
		              "--locale=C.UTF-8", "--no-sync")
		self.start()

	def as_owner(self, program, *words):
		owner = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
		return subprocess.run(owner + [self.binaries + "/" + program] + list(words), check=True, cwd="/",
		                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

	def start(self):
		options = "-c listen_addresses=127.0.0.1 -p %d -k %s -c max_connections=120 -c shared_buffers=64MB " \
		          "-c max_pred_locks_per_transaction=256 -c synchronous_commit=on" % (self.port, self.folder)
		self.as_owner("pg_ctl", "-D", self.folder + "/data", "-w", "-t", "30", "-l", self.folder + "/log", "-o", options, "start")

	def immediate(self):
		for psql in self.sessions.values():
			psql.stdin.close()
			psql.wait()
		self.sessions.clear()
		self.as_owner("pg_ctl", "-D", self.folder + "/data", "-m", "immediate", "-w", "stop")

	def url(self, database="postgres"):
		return "postgresql://heinzel@127.0.0.1:%d/%s" % (self.port, database)

	def session(self, database):
		"""One psql a database: starting one for every question would cost more than the answers."""
		if database not in self.sessions:
			self.sessions[database] = subprocess.Popen(
				[self.binaries + "/psql", "-X", "-q", "-A", "-t", "-F", "\x1f", "-R", "\x1e", "-v", "ON_ERROR_STOP=1", "-d", self.url(database)],
				stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
		return self.sessions[database]

	def query(self, sql, database="postgres"):
		psql = self.session(database)
		psql.stdin.write(sql + ";\n\\echo <end of answer>\n")
		psql.stdin.flush()
		lines = []
		for line in psql.stdout:
			if line == "<end of answer>\n":
				break
			lines.append(line)
		else:
			del self.sessions[database]
			raise AssertionError("PostgreSQL refused: " + sql)
		answer = "".join(lines).rstrip("\n")
		return [tuple(line.split("\x1f")) for line in answer.split("\x1e")] if answer else []

	def close(self):
		try:
			self.immediate()
		except subprocess.CalledProcessError:
			pass
		shutil.rmtree(self.folder, ignore_errors=True)


class House:
	"""One installation.  `url` is empty for SQLite in its folder."""

	def __init__(self, folder, postgres=None, database=None):
		self.folder, self.postgres, self.database = folder, postgres, database
		self.env = dict(os.environ, HEINZEL_LOG_LEVEL="warn", HEINZEL_SERVER_LOOPS="1")
		if postgres:
			self.env["HEINZEL_STORE_URL"] = postgres.url(database)
		self.process, self.port, self.log = None, PORT, folder.rstrip("/") + ".log"
		self.slowest_start = 0.0

	def command(self, *words, **more):
		return run(PROGRAM, *words, "--data", self.folder, env=self.env, **more)

	def start(self, before=(), extra=None, words=("serve", "--no-limits"), wait=True):
		env = dict(self.env, **(extra or {}))
		began = time.monotonic()
		self.errors = open(self.log, "ab")
		RUNNING.add(self)
		listen = ("--listen", "127.0.0.1:%d" % self.port) if words[0] == "serve" else ()
		self.process = subprocess.Popen([*before, PROGRAM, *words, *listen, "--data", self.folder], env=env,
		                                stdout=subprocess.PIPE, stderr=self.errors)
		if not wait:
			return
		line = self.process.stdout.readline()
		if b"Ready" not in line:
			self.process.wait()
			raise AssertionError("the server did not start: %r %s" % (line, self.said()))
		self.slowest_start = max(self.slowest_start, time.monotonic() - began)

	def said(self):
		with open(self.log, errors="replace") as log:
			return log.read()[-3000:]

	def kill(self):
		self.process.send_signal(signal.SIGKILL)
		self.process.wait()
		self.gone()

	def gone(self):
		RUNNING.discard(self)
		self.process.stdout.close()
		self.errors.close()
		self.process = None

	def stop(self):
		if not self.process:
			return 0
		self.process.send_signal(signal.SIGTERM)
		status = self.process.wait(timeout=30)
		self.gone()
		return status

	def rows(self, sql):
		"""The same SQL on both engines; every cell as text."""
		if self.postgres:
			return self.postgres.query(sql, self.database)
		db = sqlite3.connect("file:%s/heinzel.db?mode=ro" % self.folder, uri=True)
		try:
			return [tuple("" if cell is None else str(cell) for cell in row) for row in db.execute(sql)]
		finally:
			db.close()

	def number(self, sql):
		return int(self.rows(sql)[0][0])

	def is_sound(self):
		"""What each engine has to say about its own file."""
		if self.postgres:
			return True  # its constraints are checked by recounts; its pages are its own matter
		return self.rows("PRAGMA integrity_check") == [("ok",)] and self.rows("PRAGMA foreign_key_check") == []


class Client:
	"""A member with a token, over one connection that is opened again when it broke."""

	def __init__(self, port, token):
		self.port, self.token, self.connection = port, token, None

	def ask(self, method, path, body=None, key=None, content_type="application/json", timeout=20):
		"""(status, decoded body), or None when the answer never came: nobody knows what became of it."""
		headers = {"Host": HOST, "Authorization": "Bearer " + self.token, "Accept-Language": "de"}
		if key:
			headers["Idempotency-Key"] = key
		if body is not None:
			headers["Content-Type"] = content_type
			body = body if isinstance(body, bytes) else json.dumps(body).encode()
		try:
			if not self.connection:
				self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
			self.connection.request(method, path, body, headers)
			answer = self.connection.getresponse()
			text = answer.read()
		except (OSError, http.client.HTTPException):
			self.close()
			return None
		self.reason_header = answer.getheader("Retry-After")
		try:
			return answer.status, json.loads(text) if text else None
		except ValueError:
			return answer.status, text

	def close(self):
		if self.connection:
			self.connection.close()
		self.connection = None


class FormReader(html.parser.HTMLParser):
	"""The fields of the form that goes to an address."""

	def __init__(self, action):
		super().__init__()
		self.action, self.fields, self.inside, self.area = action, {}, False, None

	def handle_starttag(self, tag, attrs):
		attrs = dict(attrs)
		if tag == "form":
			self.inside = attrs.get("action") == self.action
		elif self.inside and tag == "input" and "name" in attrs:
			self.fields[attrs["name"]] = attrs.get("value") or ""
		elif self.inside and tag == "textarea":
			self.area = attrs["name"]
			self.fields[self.area] = ""

	def handle_endtag(self, tag):
		if tag == "form":
			self.inside = False
		if tag == "textarea":
			self.area = None

	def handle_data(self, data):
		if self.area:
			self.fields[self.area] += data


class Stranger:
	"""Somebody with a browser and no script: cookies and forms."""

	def __init__(self, port):
		self.port, self.cookies = port, {}

	def ask(self, method, path, fields=None):
		connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
		headers = {"Host": HOST, "Accept-Language": "de", "Cookie": "; ".join("%s=%s" % pair for pair in self.cookies.items())}
		if fields is not None:
			headers["Content-Type"] = "application/x-www-form-urlencoded"
		connection.request(method, path, urllib.parse.urlencode(fields) if fields is not None else None, headers)
		answer = connection.getresponse()
		text = answer.read().decode()
		for cookie in answer.headers.get_all("Set-Cookie") or []:
			name, value = cookie.split(";")[0].split("=", 1)
			self.cookies[name] = value
		connection.close()
		return answer.status, text

	def form(self, page, action):
		reader = FormReader(action)
		reader.feed(page)
		return reader.fields


def settle(house):
	house.command("brand", "set", "a", "moderation.copies_wait", "0")
	house.command("brand", "set", "a", "media.files_a_day", "1000")


def make_house(folder, postgres=None, database=None):
	"""The demo's house with tokens for sixteen members, most of them helpers; (house, tokens with member ids)."""
	if postgres:
		postgres.query("CREATE DATABASE %s" % database)
	house = House(folder, postgres, database)
	house.command("demo", "--only-fill")
	settle(house)
	mails = house.rows("SELECT m.mail, m.id FROM member_member m JOIN marketplace_helper h ON h.brand_id = m.brand_id"
	                   " AND h.member_id = m.id JOIN brand_brand b ON b.id = m.brand_id WHERE b.key = 'a' AND h.active = 1"
	                   " AND m.mail IS NOT NULL AND m.mail <> '' ORDER BY m.id LIMIT %d" % CLIENTS)
	assert len(mails) == CLIENTS
	people = [{"id": member, "token": house.command("token", "add", "a", mail, "crash").strip()} for mail, member in mails]
	return house, people


def copy_house(house, people, name):
	"""A copy of a closed house on SQLite."""
	folder = "%s/%s" % (SCRATCH, name)
	shutil.rmtree(folder, ignore_errors=True)
	shutil.copytree(house.folder, folder)
	return House(folder), people
