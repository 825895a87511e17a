#!/bin/sh
# deploy_test.sh ROOT: the systemd unit is understood and stays hardened; nginx accepts its configuration.
# What is not installed here is skipped, loudly; 77 means that nothing could be tested.
set -u
root=${1:?name the source folder}
passed=0 failed=0 scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# expect NAME STATUS COMMAND…
expect() {
	name=$1 status=$2; shift 2
	"$@" > "$scratch/said" 2>&1; got=$?
	[ "$got" -ne 0 ] && got=1
	if [ "$got" -eq "$status" ]; then
		passed=$((passed + 1)); echo "ok      $name"
	else
		failed=$((failed + 1)); echo "FAILED  $name"; tail -n 5 "$scratch/said"
	fi
}

threshold() { systemd-analyze security --offline=true --threshold=20 --no-pager "$1"; }

# Every directive is one that systemd knows: it warns on stderr and goes on, so silence is the test.
understood() {
	sed 's|/usr/local/bin/heinzel serve|/bin/true serve|' "$root/deploy/heinzel.service" > "$scratch/heinzel.service"
	said=$(systemd-analyze verify --man=no "$scratch/heinzel.service" 2>&1 | grep 'heinzel.service')
	echo "$said"; [ -z "$said" ]
}

if command -v systemd-analyze > /dev/null; then
	expect "the unit's exposure is at most 2.0" 0 threshold "$root/deploy/heinzel.service"
	printf '[Service]\nExecStart=/usr/local/bin/heinzel serve\nUser=heinzel\n' > "$scratch/plain.service"
	expect "a unit without hardening is over it" 1 threshold "$scratch/plain.service"
	expect "systemd understands every line" 0 understood
else
	echo "SKIPPED: systemd-analyze is not installed; the unit was not tested"
fi

if command -v nginx > /dev/null; then
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout "$scratch/key" -out "$scratch/cert" 2> "$scratch/said"
	sed -e "s|/etc/heinzel/tls/fullchain.pem|$scratch/cert|; s|/etc/heinzel/tls/privkey.pem|$scratch/key|" \
		"$root/deploy/nginx.conf" > "$scratch/site.conf"
	cat > "$scratch/nginx.conf" <<-CONF
	pid $scratch/pid;
	events {}
	http {
		access_log off;
		client_body_temp_path $scratch/b; proxy_temp_path $scratch/p; fastcgi_temp_path $scratch/f;
		uwsgi_temp_path $scratch/u; scgi_temp_path $scratch/s;
		include $scratch/site.conf;
	}
	CONF
	expect "nginx accepts its configuration" 0 nginx -t -c "$scratch/nginx.conf"
else
	echo "SKIPPED: nginx is not installed; its configuration was not tested"
fi

[ $((passed + failed)) -gt 0 ] || exit 77
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
