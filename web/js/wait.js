// What is under way is looked at again every two seconds, for a minute, as long as the page is seen.
import { all, fragment, put } from "./page.js"

const waits = (place) => place.querySelector("[data-waits]")

function wait(place, left = 30) {
	if (!waits(place) || !left) return
	setTimeout(async () => {
		const html = document.hidden ? null : await fragment(place.dataset.wait).catch(() => null)
		if (html !== null) put(place, html)
		wait(place, document.hidden ? left : left - 1)
	}, 2000)
}

all("[data-wait]").forEach((place) => wait(place))
