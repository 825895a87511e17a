// The number of unread notes, kept true while the page is looked at.
import { all, own } from "./page.js"
import { Stream } from "./stream.js"

const counts = all("[data-live-count]")
const source = counts.map((count) => count.dataset.live).find(Boolean)

function show(event) {
	const number = Number.parseInt(event.data, 10)
	if (!(number >= 0)) return
	for (const count of counts) {
		count.textContent = number > 99 ? "99+" : String(number)
		count.hidden = number === 0
	}
}

const stream = new Stream(source && own(source), {
	count: show,
	chat: ({ data }) => dispatchEvent(new CustomEvent("live-chat", { detail: data })),
})

// A hidden tab gives its connection back: browsers allow six to a host.
function follow() {
	if (document.hidden) stream.leave()
	else stream.follow()
}

if (source && own(source)) {
	follow()
	document.addEventListener("visibilitychange", follow)
	addEventListener("pagehide", () => stream.leave())
	addEventListener("pageshow", follow)
}
