// Keeps what one types on the server, so that it waits on every device: data-unsent on a form names where.
// Without scripts the button of the same name does it.
import { all } from "./page.js"

const pause = 2000

function keep(form) {
	const told = form.querySelector("[data-unsent-told]")
	let timer = 0
	let isSent = false
	const stop = new AbortController()
	const send = async () => {
		const body = new URLSearchParams(new FormData(form))
		body.delete("once") // each text is a new one
		const options = { method: "POST", body, signal: stop.signal }
		const answer = await fetch(`${form.dataset.unsent}?fragment=1`, options).catch(() => null)
		if (told && answer?.ok) told.hidden = false
	}
	form.addEventListener("input", () => {
		if (told) told.hidden = true
		clearTimeout(timer)
		timer = setTimeout(() => isSent || send(), pause)
	})
	form.addEventListener("submit", () => {
		isSent = true
		stop.abort()
		clearTimeout(timer)
	})
}

all("form[data-unsent]").forEach(keep)
