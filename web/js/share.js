// Buttons that only scripts can serve, shown when they can: an address to copy, a page to print.
import { all } from "./page.js"

function copier(button) {
	if (!navigator.clipboard) return
	button.hidden = false
	button.addEventListener("click", async () => {
		await navigator.clipboard.writeText(button.dataset.copy)
		const label = button.querySelector("span") || button
		label.textContent = button.dataset.copied
		label.setAttribute("role", "status")
	})
}

function printer(button) {
	button.hidden = false
	button.addEventListener("click", () => print())
}

all("[data-copy]").forEach(copier)
all("[data-print]").forEach(printer)
