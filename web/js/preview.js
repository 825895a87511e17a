// Shows how a text will look, rendered by the server exactly as it will be stored.
import { all, fragment, put } from "./page.js"

function offer(button) {
	const text = document.getElementById(button.dataset.previewOf)
	const place = text?.closest(".field")?.querySelector("[data-preview]")
	const csrf = button.form?.querySelector("input[name=csrf]")
	if (!place) return
	button.hidden = false
	button.setAttribute("aria-expanded", "false")
	const show = (open) => {
		place.hidden = !open
		button.setAttribute("aria-expanded", String(open))
	}
	button.addEventListener("click", async () => {
		if (!place.hidden) return show(false)
		const body = new URLSearchParams({ csrf: csrf?.value || "", body: text.value, fragment: "1" })
		const options = { method: "POST", body }
		const html = await fragment(button.dataset.previewButton, options).catch(() => null)
		if (html === null) return
		put(place, html)
		show(true)
	})
	text.addEventListener("input", () => show(false))
}

all("[data-preview-button]").forEach(offer)
