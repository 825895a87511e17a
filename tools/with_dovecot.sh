#!/bin/sh
# with_dovecot.sh: runs a command beside an IMAP server of its own, and stops that again.
#
#   tools/with_dovecot.sh COMMAND…
#
# The command finds in HEINZEL_TEST_IMAP a folder with the files `port` and `tls_port`, the certificate `ca.pem` that
# the server shows (for the address 127.0.0.1, and no name), and `mail`: the mailbox of "heinzel" with the password
# "secret", a Maildir.  The server is no daemon of root's: it runs as whoever runs this, as nobody where that is root.
set -eu
[ $# -gt 0 ] || { echo "usage: with_dovecot.sh COMMAND..." >&2; exit 2; }

binary=$(command -v dovecot || echo /usr/sbin/dovecot)
if ! [ -x "$binary" ] || ! command -v openssl >/dev/null; then
	echo "*** with_dovecot.sh: no IMAP server here (apt install dovecot-imapd openssl); going on without ***" >&2
	exec "$@"
fi
case $("$binary" --version) in
2.3.*) ;;
*) echo "*** with_dovecot.sh: only Dovecot 2.3 is known here; going on without ***" >&2; exec "$@" ;;
esac

user=$(id -un) group=$(id -gn)
[ "$(id -u)" = 0 ] && user=nobody group=nogroup
as_owner() {
	if [ "$(id -u)" = 0 ]; then
		runuser -u "$user" -- "$@"
	else
		"$@"
	fi
}

folder=$(mktemp -d "${TMPDIR:-/tmp}/heinzel-dovecot.XXXXXX")
chmod 755 "$folder"

cleanup() {
	if [ -s "$folder/run/master.pid" ]; then
		server=$(cat "$folder/run/master.pid")
		kill -TERM "$server" 2>/dev/null || true
		for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
			kill -0 "$server" 2>/dev/null || break
			sleep 0.1
		done
	fi
	rm -rf "$folder"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=mail of a test" -addext "subjectAltName=IP:127.0.0.1" \
	-keyout "$folder/key.pem" -out "$folder/ca.pem" 2>/dev/null
mkdir -p "$folder/mail/new" "$folder/mail/cur" "$folder/mail/tmp" "$folder/run"
echo "heinzel:{PLAIN}secret" >"$folder/users"

configure() {
	cat >"$folder/dovecot.conf" <<CONF
protocols = imap
listen = 127.0.0.1
base_dir = $folder/run
state_dir = $folder/run
log_path = $folder/dovecot.log
default_internal_user = $user
default_internal_group = $group
default_login_user = $user
ssl = yes
ssl_cert = <$folder/ca.pem
ssl_key = <$folder/key.pem
mail_location = maildir:$folder/mail
first_valid_uid = 0
first_valid_gid = 0
passdb {
  driver = passwd-file
  args = $folder/users
}
userdb {
  driver = static
  args = uid=$(id -u "$user") gid=$(id -g "$user") home=$folder
}
service imap-login {
  chroot =
  inet_listener imap {
    port = $1
  }
  inet_listener imaps {
    port = $2
    ssl = yes
  }
}
service anvil {
  chroot =
}
CONF
}

# Free ports: the server itself says whether they are; eight tries.
started=
for attempt in 1 2 3 4 5 6 7 8; do
	port=$((20000 + ($$ * 7 + attempt * 1013) % 12000))
	configure "$port" "$((port + 1))"
	[ "$(id -u)" = 0 ] && chown -R "$user" "$folder"
	as_owner "$binary" -c "$folder/dovecot.conf" >"$folder/start.log" 2>&1 && started=yes && break
done
[ -n "$started" ] || { cat "$folder/start.log" "$folder/dovecot.log" >&2; exit 2; }

echo "$port" >"$folder/port"
echo "$((port + 1))" >"$folder/tls_port"
HEINZEL_TEST_IMAP=$folder
export HEINZEL_TEST_IMAP
status=0
"$@" || status=$?
exit "$status"
