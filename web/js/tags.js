// Offers tags that begin like the last word typed; the server draws them.
import { all, fragment, put } from "./page.js"

function offer(place) {
	const input = place.querySelector("input")
	const list = place.querySelector("[data-tags-list]")
	let timer = 0
	const last = () => input.value.split(",").pop().trim()
	const show = async () => {
		const word = last()
		if (word.length < 2) return list.replaceChildren()
		const html = await fragment(`${place.dataset.tags}?q=${encodeURIComponent(word)}`).catch(() => null)
		if (html !== null && word === last()) put(list, html)
	}
	input.addEventListener("input", () => {
		clearTimeout(timer)
		timer = setTimeout(show, 250)
	})
	list.addEventListener("click", (event) => {
		const tag = event.target.closest("[data-tag]")?.dataset.tag
		if (!tag) return
		const words = input.value.split(",").slice(0, -1).map((word) => word.trim()).filter(Boolean)
		input.value = `${[...words, tag].join(", ")}, `
		list.replaceChildren()
		input.focus()
	})
}

all("[data-tags]").forEach(offer)
