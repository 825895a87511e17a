// The number of unread notes, kept true while the page is looked at.
import { all, own } from "./page.js"

const counts = all("[data-live-count]")
const source = counts.map((count) => count.dataset.live).find(Boolean)
let stream = null

function show(event) {
	const number = Number.parseInt(event.data, 10)
	if (!(number >= 0)) return
	for (const count of counts) {
		count.textContent = number > 99 ? "99+" : String(number)
		count.hidden = number === 0
	}
}

// A hidden tab gives its connection back: browsers allow six to a host.
function follow() {
	if (document.hidden) {
		stream?.close()
		stream = null
		return
	}
	if (stream) return
	stream = new EventSource(own(source))
	stream.addEventListener("count", show)
	stream.addEventListener("chat", ({ data }) => dispatchEvent(new CustomEvent("live-chat", { detail: data })))
}

function leave() {
	stream?.close()
	stream = null
}

if (source && own(source)) {
	follow()
	document.addEventListener("visibilitychange", follow)
	addEventListener("pagehide", leave)
	addEventListener("pageshow", follow)
}
