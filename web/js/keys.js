// Keys for queues: elements with data-key are pressed by their letter (with data-key-focus only reached); j and k walk a list with data-keys-list,
// x ticks the box of the row one is at, Enter opens it.  Never while somebody writes.
const writes = (node) => node.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]")

const rows = () => [...document.querySelectorAll("[data-keys-list] > li")]
const links = () => rows().map((row) => row.querySelector("a")).filter(Boolean)

function walk(step) {
	const all = links()
	const at = all.findIndex((link) => link.closest("li").contains(document.activeElement))
	const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step
	all[Math.min(Math.max(next, 0), all.length - 1)]?.focus()
}

function tick() {
	const box = document.activeElement.closest?.("[data-keys-list] > li")?.querySelector("input[type=checkbox]")
	if (box) box.checked = !box.checked
}

const moves = { j: () => walk(1), k: () => walk(-1), x: tick }

if (document.querySelector("[data-key], [data-keys-list]")) {
	document.querySelectorAll("[data-keys-hint]").forEach((hint) => { hint.hidden = false })
	document.addEventListener("keydown", (event) => {
		if (event.ctrlKey || event.metaKey || event.altKey || writes(event.target)) return
		const key = event.key.toLowerCase()
		const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`)
		if (!moves[key] && !button) return
		event.preventDefault()
		if (moves[key]) moves[key]()
		else if (button.hasAttribute("data-key-focus")) button.focus()
		else button.click()
	})
}
