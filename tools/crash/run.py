#!/usr/bin/env python3
"""run.py [NAME…]: breaks the running house in every way that hardware and kernels have, and counts what is lost.

Each test is a function whose name is the sentence it proves; a part of a name chooses.  How often: HEINZEL_LOST_KILLS,
HEINZEL_LOST_CUTS.  docs/rules/nothing-lost.md says what each kind of trouble is and what the house does.
"""
import shutil
import sys
import time
import traceback

sys.path.insert(0, __file__.rsplit("/", 1)[0])
sys.dont_write_bytecode = True

import house as houses
import backup
import cut
import kill
import load
import nth
import old
import trouble

FILES = [kill, cut, old, trouble, nth, backup]


def main():
	tests = [test for file in FILES for test in file.TESTS]
	if len(sys.argv) > 1:
		tests += nth.ON_DEMAND  # long: only by its name
	chosen = [test for test in tests if len(sys.argv) == 1 or any(part in test.__name__ for part in sys.argv[1:])]
	passed, failed, skipped = 0, 0, []
	template = houses.make_house(houses.SCRATCH + "/template")
	for test in chosen:
		began = time.monotonic()
		try:
			test(template)
			passed += 1
			word = "ok     "
		except houses.Skipped as why:
			skipped.append(test.__name__)
			word = "SKIPPED (%s)" % why
		except Exception:
			failed += 1
			word = "FAILED "
			traceback.print_exc(file=sys.stdout)
		load.end_all()
		houses.end_all()
		print("%s %s, %.1f s" % (word, test.__name__, time.monotonic() - began), flush=True)
	if failed:
		print("what it left is in " + houses.SCRATCH)
	else:
		shutil.rmtree(houses.SCRATCH, ignore_errors=True)
	if skipped:
		print("%d skipped: %s" % (len(skipped), ", ".join(skipped)))
	print("%d passed, %d failed" % (passed, failed))
	return 1 if failed or not passed else 0  # nothing but skipped ones proves nothing


if __name__ == "__main__":
	sys.exit(main())
