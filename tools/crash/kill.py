"""kill.py: kill -9 in the middle of the load, again and again, on both engines; PostgreSQL is stopped hard, too."""
import os
import random
import sqlite3
import time

import check
import house as houses
from load import Load

ROUNDS = int(os.environ.get("HEINZEL_LOST_KILLS", "20"))
READY_WITHIN = 2.0
POSTGRES_EVERY = 10  # rounds: then it is PostgreSQL that is stopped in the middle, and the house goes on


def kill_rounds(house, load, rounds, dice):
	repeated = 0
	for number in range(rounds):
		house.start()
		repeated += load.resolve()
		if number % 5 == 0 or number + 1 == rounds:
			assert not (wrong := check.all_wrong(house, load)), wrong[:5]
		else:
			assert not (wrong := check.lost_and_double(house, load)), wrong[:5]
		load.begin()
		time.sleep(0.03 + dice.random() * 0.12)
		house.kill()
		load.end()
	house.start()
	repeated += load.resolve()
	assert not (wrong := check.all_wrong(house, load)), wrong[:5]
	assert house.stop() == 0
	return repeated


def judge(house, load, repeated, rounds):
	print("  %d kills, %d acknowledged (%s), %d in doubt were repeated, slowest start %.2f s"
	      % (rounds, len(load.acks), load.summary(), repeated, house.slowest_start))
	assert house.slowest_start <= READY_WITHIN, "ready after %.2f s" % house.slowest_start
	for kind in ("reply", "kudos", "task", "offer", "booking", "upload", "withdrawal"):
		assert load.acknowledged(kind), "nothing of this kind was ever acknowledged: %s %s" % (kind, load.statuses)
	assert repeated > 0, "no answer was ever lost"


def no_kill_loses_what_was_acknowledged_on_sqlite(template):
	house, people = houses.copy_house(*template, "kill")
	load = Load(house, people, seed=1)
	judge(house, load, kill_rounds(house, load, ROUNDS, random.Random(1)), ROUNDS)


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
		stops, slowest, repeated = max(1, ROUNDS // POSTGRES_EVERY), 0.0, 0
		for _ in range(stops):
			repeated += kill_rounds(house, load, (ROUNDS - stops) // stops, dice)
			house.start()
			slowest = max(slowest, immediate_stop(postgres, house, load, dice))
			repeated += load.resolve()
			assert not (wrong := check.all_wrong(house, load)), wrong[:5]
			assert house.stop() == 0
		print("  PostgreSQL was stopped hard %d times; written again after %.2f s at most" % (stops, slowest))
		judge(house, load, repeated, (ROUNDS - stops) // stops * stops)
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
	db.executescript("DELETE FROM core_outbox; DELETE FROM core_mail;")
	db.close()
	for mail in os.listdir(house.folder + "/mail"):
		os.unlink("%s/mail/%s" % (house.folder, mail))
	assert any("nobody is told of booking" in one for one in check.untold(house, load, load.acks))


TESTS = [the_check_finds_what_is_gone_what_is_double_and_what_is_miscounted,
         no_kill_loses_what_was_acknowledged_on_sqlite, neither_the_house_nor_postgresql_loses_what_was_acknowledged]
