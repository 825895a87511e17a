// A chat that is open: what the other writes appears, and counts as read while one looks.
import { all, fragment, put } from "./page.js"

const [list] = all("[data-chat]")

async function read(form) {
	const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" })
	if (answer.type === "opaqueredirect") form.remove()
}

async function bring(event) {
	if (event.detail !== list.dataset.chat) return
	const last = list.lastElementChild?.dataset.message || "0"
	const html = await fragment(`/chats/${list.dataset.chat}?fragment=1&after=${last}`)
	if (!html) return
	const box = document.createElement("ol")
	put(box, html)
	list.append(...box.children)
	for (const hint of all("[data-chat-empty]")) hint.remove()
	list.lastElementChild?.scrollIntoView({ block: "nearest" })
}

if (list) {
	all("[data-chat-seen]").forEach(read)
	addEventListener("live-chat", bring)
}
