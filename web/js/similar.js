// While a question is typed, threads already solved appear below its title: the beginning of the text counts, too.
import { all, fragment, own, pause, put } from "./page.js"

const shortest = 4
const beginning = 400

function watch(panel) {
	const title = document.getElementById(panel.dataset.similarFor)
	const list = panel.querySelector("[data-similar-list]")
	if (!title || !list) return
	const body = title.form?.elements.namedItem("body")
	const text = () => (body?.value || "").trim().slice(0, beginning)
	let last = title.value.trim() + text()
	let asked = 0

	const show = (html) => {
		put(list, html)
		panel.hidden = !list.childElementCount
	}
	const ask = async () => {
		const words = title.value.trim()
		if (words + text() === last) return
		last = words + text()
		const turn = ++asked
		if (words.length < shortest) return show("")
		const url = own(panel.dataset.similar)
		url.searchParams.set("title", words)
		if (text()) url.searchParams.set("body", text())
		url.searchParams.set("fragment", "1")
		const html = await fragment(url).catch(() => null)
		// A slow answer must not overwrite that to a later question.
		if (html === null || turn !== asked) return
		show(html)
		// Seen while typing: the page between writing and posting is not needed.
		const form = title.form
		if (form?.dataset.action) form.action = form.dataset.action
	}
	title.addEventListener("input", pause(300, ask))
	body?.addEventListener("input", pause(1500, ask))
}

all("[data-similar]").forEach(watch)
