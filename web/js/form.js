// Forms: asked before what is risky, sent once, and a draft survives an accident.
import { all } from "./page.js"

const prefix = "draft:"

function ask(event) {
	const question = event.submitter?.dataset.confirm || event.target.dataset.confirm
	if (question && !confirm(question)) event.preventDefault()
}

function once(event) {
	const form = event.target
	if (event.defaultPrevented || form.getAttribute("method") !== "post") return
	if (form.hasAttribute("aria-busy")) return event.preventDefault()
	form.setAttribute("aria-busy", "true")
}

const texts = (form) => all("input, textarea", form).filter((field) => field.name &&
	(field.type === "textarea" || field.type === "text"))

function keep(form) {
	const key = prefix + form.dataset.draft
	const fields = texts(form)
	const draft = JSON.parse(sessionStorage.getItem(key) || "{}")
	for (const field of fields)
		if (!field.value && typeof draft[field.name] === "string") field.value = draft[field.name]
	form.addEventListener("input", () => {
		const values = fields.map((field) => [field.name, field.value])
		sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(values)))
	})
	form.addEventListener("submit", (event) => {
		if (!event.defaultPrevented) sessionStorage.removeItem(key)
	})
}

function forget() {
	Object.keys(sessionStorage).filter((key) => key.startsWith(prefix))
		.forEach((key) => sessionStorage.removeItem(key))
}

document.addEventListener("submit", ask, true)
document.addEventListener("submit", once)
addEventListener("pageshow", () => all("form[aria-busy]").forEach((form) => form.removeAttribute("aria-busy")))
try {
	all("form[data-draft]").forEach(keep)
	all("form[data-forget]").forEach((form) => form.addEventListener("submit", forget))
} catch {
	// Storage may be switched off; then there are no drafts, and all else works.
}
