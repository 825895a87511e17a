// Pictures and documents for a text: chosen, dropped or pasted, uploaded at once with their progress, and written into
// the text as Markdown. What is to be seen is asked for, and changes the text as one types.
import { all, own } from "./page.js"

const escaped = (words) => words.replace(/[[\]()<>`"'*_\\\n\r]/g, " ").trim()

function insert(text, words) {
	const before = text.value.slice(0, text.selectionStart)
	const after = text.value.slice(text.selectionEnd)
	const gap = before && !before.endsWith("\n") ? "\n\n" : ""
	text.value = `${before}${gap}${words}${after.startsWith("\n") || !after ? "" : "\n\n"}${after}`
	text.selectionStart = text.selectionEnd = before.length + gap.length + words.length
	text.dispatchEvent(new Event("input", { bubbles: true }))
}

function swap(text, from, to) {
	if (!text.value.includes(from)) return
	text.value = text.value.replace(from, () => to)
	text.dispatchEvent(new Event("input", { bubbles: true }))
}

function make(name, properties = {}) {
	return Object.assign(document.createElement(name), properties)
}

function about(line, text, media, list) {
	const id = `alt-${media.id}`
	const label = make("label", { htmlFor: id, textContent: list.dataset.about })
	const input = make("input", { id, maxLength: 120, autocomplete: "off" })
	let written = media.markdown
	input.addEventListener("input", () => {
		const words = escaped(input.value) || media.name
		const now = `![${words}](${media.url})`
		swap(text, written, now)
		written = now
	})
	input.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault() })
	line.append(label, input)
	return () => written
}

function finish(line, text, media, list) {
	const face = media.width ? make("img", { src: media.small_url, alt: "", className: "upload-face" }) : null
	let written = () => media.markdown
	line.replaceChildren(...(face ? [face] : []), make("span", { className: "upload-name", textContent: media.name }))
	insert(text, media.markdown)
	if (media.width) written = about(line, text, media, list)
	const remove = make("button", { type: "button", className: "button button-small button-quiet", textContent: list.dataset.remove })
	remove.addEventListener("click", () => {
		swap(text, written(), "")
		line.remove()
		text.focus()
	})
	line.append(remove)
}

function words(answer, fallback) {
	try {
		return JSON.parse(answer).detail || fallback
	} catch {
		return fallback
	}
}

function send(box, text, list, file) {
	const url = own(box.dataset.upload)
	const status = box.querySelector("[data-upload-status]")
	const line = make("li", { className: "upload-item" })
	const bar = make("progress", { max: 1, value: 0 })
	const csrf = text.form.querySelector("input[name=csrf]")
	const body = new FormData()
	const request = new XMLHttpRequest()
	const fail = (answer) => {
		const why = make("span", { className: "error", textContent: `${file.name}: ${words(answer, list.dataset.failed)}` })
		why.setAttribute("role", "alert")
		line.replaceChildren(why)
	}
	bar.setAttribute("aria-label", file.name)
	line.append(make("span", { className: "upload-name", textContent: file.name }), bar)
	list.append(line)
	body.append("file", file, file.name || "bild.png")
	request.open("POST", url)
	request.setRequestHeader("X-CSRF-Token", csrf?.value || "")
	request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total })
	request.addEventListener("error", () => fail(""))
	request.addEventListener("load", () => {
		if (request.status !== 201) return fail(request.responseText)
		finish(line, text, JSON.parse(request.responseText), list)
		status.textContent = `${file.name}: ${list.dataset.done}`
	})
	request.send(body)
}

function offer(box) {
	const text = document.getElementById(box.dataset.uploadOf)
	const list = box.querySelector("[data-upload-list]")
	const input = box.querySelector("input[type=file]")
	if (!text?.form) return
	const take = (files) => [...files].forEach((file) => send(box, text, list, file))
	box.querySelector("[data-upload-button]").remove()
	box.querySelector("[data-upload-about]").hidden = true
	input.multiple = true
	input.addEventListener("change", () => {
		take(input.files)
		input.value = ""
	})
	text.addEventListener("paste", (event) => {
		if (!event.clipboardData?.files.length) return
		event.preventDefault()
		take(event.clipboardData.files)
	})
	for (const place of [text, box]) {
		place.addEventListener("dragover", (event) => {
			if (![...event.dataTransfer.types].includes("Files")) return
			event.preventDefault()
			box.classList.add("upload-over")
		})
		place.addEventListener("dragleave", () => box.classList.remove("upload-over"))
		place.addEventListener("drop", (event) => {
			box.classList.remove("upload-over")
			if (!event.dataTransfer.files.length) return
			event.preventDefault()
			take(event.dataTransfer.files)
		})
	}
}

all("[data-upload]").forEach(offer)
