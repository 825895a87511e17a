#!/bin/sh
# count_tests.sh TESTLOG.json: sums what cmocka and the scripts counted into "N passed, N failed", and names what was
# skipped before it: by cmocka, by exit status 77, or by a line that says SKIPPED within a test that ends well.
python3 - "$1" <<'PY'
import json, re, sys
passed = failed = 0
skipped = []
for line in open(sys.argv[1]):
    test = json.loads(line)
    output = (test.get("stdout") or "") + "\n" + (test.get("stderr") or "")
    name = test["name"].split(" / ")[-1]
    good = sum(int(n) for n in re.findall(r"\[  PASSED  \] (\d+) test", output))
    bad = sum(int(n) for n in re.findall(r"\[  FAILED  \] (\d+) test", output))
    if not good and not bad:
        match = re.findall(r"(\d+) passed, (\d+) failed", output)
        if match:
            good, bad = map(int, match[-1])
    if test["result"] not in ("OK", "SKIP", "EXPECTEDFAIL") and not bad:
        bad = 1
    by_cmocka = sorted(set(re.findall(r"^\[  SKIPPED \] (\w+)$", output, re.M)))
    said = len(re.findall(r"^(?!\[  SKIPPED \]).*\bSKIPPED\b(?! TEST)", output, re.M))
    only_said = max(said - len(by_cmocka), test["result"] == "SKIP" and not by_cmocka)
    if not good and not bad and not by_cmocka and test["result"] == "OK":
        good = 1
    good = max(good - only_said, 0)
    skipped += by_cmocka + [name] * only_said
    passed += good
    failed += bad
    if bad:
        print("failed:", test["name"])
if skipped:
    print(f"{len(skipped)} skipped: {', '.join(dict.fromkeys(skipped))}")
print(f"{passed} passed, {failed} failed")
PY
