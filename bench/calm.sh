# calm.sh: sourced by what measures a server whose id is $server_pid.
# What an import, a crowd or the time before left to do is nobody's request: it is done before anything is measured.
wait_until_calm() {
	local before
	for _ in $(seq 120); do
		before=$(awk '{print $14+$15}' "/proc/$server_pid/stat"); sleep 1
		[ $(($(awk '{print $14+$15}' "/proc/$server_pid/stat") - before)) -gt 3 ] || return 0
	done
}
