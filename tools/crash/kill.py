"""kill.py: kill -9 in the middle of the load, again and again, on both engines; PostgreSQL is stopped hard, too."""
import os
import random
import re
import sqlite3
import time

import check
import house as houses
from load import Load

ROUNDS = int(os.environ.get("HEINZEL_LOST_KILLS", "20"))
READY_WITHIN = 2.0
POSTGRES_EVERY = 10  # rounds: then it is PostgreSQL that is stopped in the middle, and the house goes on


def kill_rounds(house, load, rounds, dice):
	for number in range(rounds):
		house.start()
		load.resolve()
		if number % 5 == 0 or number + 1 == rounds:
			assert not (wrong := check.all_wrong(house, load)), wrong[:5]
		else:
			assert not (wrong := check.lost_and_double(house, load)), wrong[:5]
		load.begin()
		time.sleep(0.03 + dice.random() * 0.12)
		house.kill()
		load.end()
	house.start()
	load.resolve()
	assert not (wrong := check.all_wrong(house, load)), wrong[:5]
	assert house.stop() == 0


def kill_until_one_was_done(house, load, dice):
	"""A kill between a deed and its answer is rare: some more, if there was none yet."""
	for _ in range(ROUNDS):
		if load.acked_again:
			break
		kill_rounds(house, load, 1, dice)


def judge(house, load, rounds):
	print("  %d kills, %d acknowledged (%s), %d in doubt were repeated: %d had been done and were acknowledged again, slowest start %.2f s"
	      % (rounds, len(load.acks), load.summary(), load.in_doubt, load.acked_again, house.slowest_start))
	assert house.slowest_start <= READY_WITHIN, "ready after %.2f s" % house.slowest_start
	for kind in ("reply", "kudos", "task", "offer", "booking", "upload", "withdrawal"):
		assert load.acknowledged(kind), "nothing of this kind was ever acknowledged: %s %s" % (kind, load.statuses)
	assert load.acked_again > 0, "no answer was ever lost of a deed that was done"


def no_kill_loses_what_was_acknowledged_on_sqlite(template):
	house, people = houses.copy_house(*template, "kill")
	load = Load(house, people, seed=1)
	dice = random.Random(1)
	kill_rounds(house, load, ROUNDS, dice)
	kill_until_one_was_done(house, load, dice)
	judge(house, load, ROUNDS)


def immediate_stop(postgres, house, load, dice):
	"""The engine dies under the load; the house answers again once the engine does, without a restart."""
	load.goes_on = True
	load.begin()
	time.sleep(0.05 + dice.random() * 0.1)
	postgres.immediate()
	postgres.start()
	began, before = time.monotonic(), len(load.acks)
	while len(load.acks) < before + 20 and time.monotonic() < began + 10:
		time.sleep(0.02)
	took = time.monotonic() - began
	load.end()
	load.goes_on = False
	assert len(load.acks) >= before + 20, "nothing was written within 10 s of PostgreSQL's return: %s" % house.said()
	return took


def neither_the_house_nor_postgresql_loses_what_was_acknowledged(_):
	postgres = houses.Postgres()
	try:
		house, people = houses.make_house(houses.SCRATCH + "/kill-postgres", postgres, "killed")
		load, dice = Load(house, people, seed=2), random.Random(2)
		stops, slowest = max(1, ROUNDS // POSTGRES_EVERY), 0.0
		for _ in range(stops):
			kill_rounds(house, load, (ROUNDS - stops) // stops, dice)
			house.start()
			slowest = max(slowest, immediate_stop(postgres, house, load, dice))
			load.resolve()
			assert not (wrong := check.all_wrong(house, load)), wrong[:5]
			assert house.stop() == 0
		kill_until_one_was_done(house, load, dice)
		print("  PostgreSQL was stopped hard %d times; written again after %.2f s at most" % (stops, slowest))
		judge(house, load, (ROUNDS - stops) // stops * stops)
	finally:
		postgres.close()


def the_check_finds_what_is_gone_what_is_double_and_what_is_miscounted(template):
	"""A check that finds nothing must be able to."""
	house, people = houses.copy_house(*template, "found")
	load = Load(house, people, seed=3)
	house.start()
	load.begin()
	time.sleep(1)
	load.end()
	load.resolve()
	assert house.stop() == 0
	assert not (wrong := check.all_wrong(house, load)), wrong[:5]
	replies = [(deed, answer) for deed, answer, _ in load.acks if deed.kind == "reply"]
	db = sqlite3.connect(house.folder + "/heinzel.db")
	for sql, sentence in (
		("DELETE FROM community_post WHERE id = %s" % replies[0][1]["id"], "reply %s was acknowledged and is gone" % replies[0][0].mark),
		("UPDATE community_post SET body = '%s: again' WHERE id = %s" % (replies[1][0].mark, replies[2][1]["id"]),
		 "reply %s is there 2 times" % replies[1][0].mark),
		("UPDATE community_thread SET post_count = post_count + 1 WHERE id = %s" % replies[3][1]["thread_id"], "posts of a thread"),
		("DELETE FROM community_kudos", "thanks for"),
		("UPDATE core_blob SET disk_name = 'gone' WHERE id = (SELECT MAX(id) FROM core_blob)", "the file of a row is gone"),
	):
		db.execute(sql)
		db.commit()
		assert any(sentence in one for one in check.all_wrong(house, load)), sentence
	assert load.acknowledged("booking") and not (wrong := check.untold(house, load, load.acks)), wrong[:5]
	db.executescript("DELETE FROM core_outbox; UPDATE core_mail SET to_address = 'somebody@example.org';")
	db.close()
	for mail in os.listdir(house.folder + "/mail"):
		path = "%s/mail/%s" % (house.folder, mail)
		with open(path, "rb") as file:
			head, _, rest = file.read().partition(b"Subject:")
		with open(path, "wb") as file:  # all is told, but to somebody else
			file.write(re.sub(rb"<[^<>]*>$", b"<somebody@example.org>", head.rstrip()) + b"\nSubject:" + rest)
	assert any("the helper is not told of booking" in one for one in check.untold(house, load, load.acks))


def a_member_who_ends_early_or_is_refused_without_a_reason_is_seen(template):
	house, people = houses.copy_house(*template, "early")
	load = Load(house, people, seed=4)
	house.start()
	load.members[3].choose = lambda: 1 // 0
	load.begin()
	time.sleep(0.2)
	try:
		load.end()
	except AssertionError as why:
		assert "ZeroDivisionError" in str(why), why
	else:
		raise AssertionError("nobody saw that a member ended")
	member = load.members[0]
	for deed, sentence in ((member.reply()._replace(path="/api/v1/threads/1/posts"), "a repeated reply was answered 404"),
	                       (member.task()._replace(body={}), "a repeated task was answered 422")):
		member.doubts = [deed]
		try:
			load.resolve()
		except AssertionError as why:
			assert sentence in str(why), why
		else:
			raise AssertionError("nobody saw that it was refused: " + sentence)
	assert house.stop() == 0


TESTS = [the_check_finds_what_is_gone_what_is_double_and_what_is_miscounted,
         a_member_who_ends_early_or_is_refused_without_a_reason_is_seen,
         no_kill_loses_what_was_acknowledged_on_sqlite, neither_the_house_nor_postgresql_loses_what_was_acknowledged]
