// The brand's look on the desk: a chosen picture and chosen letters are shown before they are saved.
import { all } from "./page.js"

function showPicture(input) {
	const face = document.querySelector(`[data-look-face="${input.dataset.look}"]`)
	input.addEventListener("change", () => {
		if (!face || !input.files.length) return
		const reader = new FileReader()
		reader.addEventListener("load", () => {
			face.src = reader.result
			face.parentElement.hidden = false
		})
		reader.readAsDataURL(input.files[0])
	})
}

function showFont(fonts) {
	const sample = document.getElementById(fonts.dataset.fontsOf)
	fonts.addEventListener("change", async ({ target }) => {
		const address = target.dataset.font
		const plain = target.value === "serif" ? "var(--serif)" : "var(--sans)"
		if (!address) return sample.style.setProperty("--font-head", plain)
		const face = new FontFace(`look-${target.value}`, `url(${address})`)
		document.fonts.add(await face.load())
		sample.style.setProperty("--font-head", `"look-${target.value}", ${plain}`)
	})
}

all("[data-look]").forEach(showPicture)
all("[data-fonts]").forEach(showFont)
