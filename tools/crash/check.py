"""check.py: is all there that was acknowledged, once, and do the counters agree with what they count?"""
import collections
import email
import email.policy
import email.utils
import os


def marks_of(rows):
	return collections.Counter(row[0].split(":")[0].split(" ")[0] for row in rows)


LISTS = {
	"reply": "SELECT body FROM community_post WHERE body LIKE 'm%x%x%x:%'",
	"task": "SELECT title FROM marketplace_task WHERE title LIKE 'm%x%x%x Netz'",
	"offer": "SELECT text FROM marketplace_offer WHERE text LIKE 'm%x%x%x:%'",
	"upload": "SELECT REPLACE(name, '.txt', '') FROM media_file WHERE name LIKE 'm%x%x%x.txt'",
}

# Each counter less what it counts.  The demo's own content comes with counts of its own: what may not happen is that
# the difference changes.
RECOUNTS = {
	"posts of a thread": "SELECT t.id, t.post_count - (SELECT COUNT(*) FROM community_post p WHERE p.brand_id = t.brand_id"
		" AND p.thread_id = t.id AND p.deleted_at IS NULL AND p.hidden_at IS NULL) FROM community_thread t",
	"thanks of a post": "SELECT p.id, p.kudos_count - (SELECT COUNT(*) FROM community_kudos k WHERE k.brand_id = p.brand_id"
		" AND k.post_id = p.id) FROM community_post p",
	"thanks of a thread": "SELECT t.id, t.kudos_count - (SELECT SUM(p.kudos_count) FROM community_post p WHERE p.brand_id = t.brand_id"
		" AND p.thread_id = t.id) FROM community_thread t",
	"offers of a task": "SELECT t.id, t.offer_count - (SELECT COUNT(*) FROM marketplace_offer o WHERE o.brand_id = t.brand_id"
		" AND o.task_id = t.id AND o.state = 0) FROM marketplace_task t",  # those that wait: one may run out meanwhile
	"numbers of posts": "SELECT thread_id, MAX(number) - COUNT(*) FROM community_post GROUP BY brand_id, thread_id",
}


def counted(house):
	return {(name, row[0]): int(row[1]) for name, sql in RECOUNTS.items() for row in house.rows(sql)}


def marks_there(house):
	"""Of each kind of deed that carries its mark into the rows, those that are there."""
	return {kind: set(marks_of(house.rows(sql))) for kind, sql in LISTS.items()}


def lost_and_double(house, load, acks=None):
	"""Sentences about what is wrong; none is good."""
	wrong, acks = [], load.acks if acks is None else acks
	for kind, sql in LISTS.items():
		found = marks_of(house.rows(sql))
		wrong += ["%s %s is there %d times" % (kind, mark, count) for mark, count in found.items() if count > 1]
		wrong += ["%s %s was acknowledged and is gone" % (kind, deed.mark) for deed, _, _ in acks
		          if deed.kind == kind and not found[deed.mark]]
	thanks = set(house.rows("SELECT post_id, member_id FROM community_kudos"))
	wrong += ["thanks for %s are gone" % deed.about for deed, _, member in acks
	          if deed.kind == "kudos" and (deed.about, member) not in thanks]
	bookings = set(row[0] for row in house.rows("SELECT id FROM marketplace_booking"))
	acknowledged = set(answer["id"] for deed, answer, _ in acks if deed.kind == "booking")
	wrong += ["booking %s was acknowledged and is gone" % booking for booking in acknowledged - bookings]
	return wrong


def bookings_exact(house, load):
	"""When nothing is in doubt any more, there are as many as were acknowledged."""
	acknowledged = set(answer["id"] for deed, answer, _ in load.acks if deed.kind == "booking")
	found = house.number("SELECT COUNT(*) FROM marketplace_booking") - load.bookings_before
	return [] if found == len(acknowledged) else ["%d bookings are there, %d were acknowledged" % (found, len(acknowledged))]


def withdrawn(house, load, acks=None):
	"""What was acknowledged as taken back has left its first state for good: an open task is 1, a request 0."""
	gone = set(deed.about for deed, _, _ in (load.acks if acks is None else acks) if deed.kind == "withdrawal")
	open_ones = house.rows("SELECT id FROM marketplace_task WHERE state = 1 UNION ALL SELECT id FROM marketplace_booking WHERE state = 0")
	return ["%s was withdrawn and stands as before" % row[0] for row in open_ones if row[0] in gone]


def miscounted(house, before):
	"""`before`: counted() of the same house earlier."""
	return ["%s %s is off by %d" % (name, thing, off) for (name, thing), off in counted(house).items()
	        if off != before.get((name, thing), 0)]


def files_missing(house):
	"""Every row that names a file has it, whole."""
	wrong = []
	for brand, name, size in house.rows("SELECT brand_id, disk_name, size FROM core_blob"):
		path = "%s/blobs/%s/%s" % (house.folder, brand, name)
		if not os.path.exists(path):
			wrong.append("the file of a row is gone: " + path)
		elif os.path.getsize(path) != int(size):
			wrong.append("%s has %d bytes of %s" % (path, os.path.getsize(path), size))
	return wrong


BOOKING = 23  # the number of its kind of subject


def mails_sent(house):
	"""(booking, address) of each mail about one."""
	for name in os.listdir(house.folder + "/mail"):
		if name.endswith(".tmp"):  # on its way: its row was there a moment ago
			continue
		with open("%s/mail/%s" % (house.folder, name), "rb") as file:
			head = email.message_from_bytes(file.read().replace(b"\r\n", b"\n").split(b"\n\n")[0] + b"\n\n", policy=email.policy.default)
		about = str(head["References"] or "")
		if "<about.%d." % BOOKING in about:
			yield about.split("<about.%d." % BOOKING)[1].split("@")[0], email.utils.parseaddr(str(head["To"]))[1]


def untold(house, load, acks):
	"""Of each booking that was acknowledged and stands, its helper hears: as news, as a mail that waits, or as one that was sent."""
	gone = set(deed.about for deed, _, _ in load.acks if deed.kind == "withdrawal") | load.withdrawing
	asked = set(answer["id"] for deed, answer, _ in acks if deed.kind == "booking") - gone
	# In the order in which it goes from one to the next.
	told = set(house.rows("SELECT o.subject_id, m.mail FROM core_outbox o JOIN member_member m ON m.brand_id = o.brand_id"
	                      " AND m.id = o.to_member_id WHERE o.kind = 'marketplace.booking_requested'"))
	told |= set(house.rows("SELECT about_id, to_address FROM core_mail WHERE about_kind = %d" % BOOKING))
	told |= set(mails_sent(house))
	helpers = dict(house.rows("SELECT b.id, m.mail FROM marketplace_booking b JOIN member_member m ON m.brand_id = b.brand_id"
	                          " AND m.id = b.helper_id"))
	return ["the helper is not told of booking %s, which was acknowledged" % booking for booking in asked
	        if (booking, helpers.get(booking)) not in told]


def all_wrong(house, load):
	wrong = [] if house.is_sound() else ["the database is damaged"]
	return wrong + lost_and_double(house, load) + withdrawn(house, load) + bookings_exact(house, load) \
		+ miscounted(house, load.counted) + files_missing(house) + untold(house, load, load.acks)
