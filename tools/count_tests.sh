#!/bin/sh
# count_tests.sh TESTLOG.json: sums what cmocka and the scripts counted into "N passed, N failed".
python3 - "$1" <<'PY'
import json, re, sys
passed = failed = 0
for line in open(sys.argv[1]):
    test = json.loads(line)
    output = (test.get("stdout") or "") + (test.get("stderr") or "")
    good = sum(int(n) for n in re.findall(r"\[  PASSED  \] (\d+) test", output))
    bad = sum(int(n) for n in re.findall(r"\[  FAILED  \] (\d+) test", output))
    if not good and not bad:
        match = re.findall(r"(\d+) passed, (\d+) failed", output)
        if match:
            good, bad = map(int, match[-1])
    if test["result"] not in ("OK", "SKIP", "EXPECTEDFAIL") and not bad:
        bad = 1
    if not good and not bad and test["result"] == "OK":
        good = 1
    passed += good
    failed += bad
    if bad:
        print("failed:", test["name"])
print(f"{passed} passed, {failed} failed")
PY
