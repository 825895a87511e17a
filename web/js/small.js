// Niceties of a few lines each: the box's key, the chosen slot, the contrast of two colours.
import { all } from "./page.js"

function boxKey(event) {
	const isTyping = event.target.closest("input, textarea, select, [contenteditable]")
	if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return
	const box = all("[data-box] input").find((input) => input.offsetParent)
	if (!box) return
	event.preventDefault()
	box.focus()
}

function slots(form) {
	const place = form.querySelector("[data-slot-chosen]")
	const show = () => {
		const chosen = form.querySelector(".slot input:checked")
		if (!place || !chosen) return
		const day = chosen.closest("fieldset").querySelector("legend").textContent
		const hour = chosen.closest("label").textContent
		place.textContent = `${place.dataset.slotLabel || ""} ${day.trim()}, ${hour.trim()}`
	}
	form.addEventListener("change", show)
	show()
}

const linear = (byte) => {
	const part = byte / 255
	return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
}

function luminance(colour) {
	const [red, green, blue] = [1, 3, 5].map((at) => linear(Number.parseInt(colour.slice(at, at + 2), 16)))
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(picker) {
	const other = document.getElementById(picker.dataset.contrast)
	const note = document.querySelector(`[data-contrast-note="${CSS.escape(picker.id)}"]`)
	const sample = picker.parentElement.querySelector(".colour-sample")
	if (!other || !note) return
	const format = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 })
	const show = () => {
		const [low, high] = [luminance(picker.value), luminance(other.value)].sort((a, b) => a - b)
		const ratio = (high + 0.05) / (low + 0.05)
		const words = ratio >= 4.5 ? note.dataset.contrastGood : note.dataset.contrastBad
		note.textContent = words.replace("{ratio}", format.format(Math.floor(ratio * 10) / 10))
		sample?.style.setProperty("background", picker.value)
		sample?.style.setProperty("color", other.value)
	}
	picker.addEventListener("input", show)
	other.addEventListener("input", show)
}

// A brand's colours before they are saved; words on them turn black where white would be too weak, as the theme does.
function themeSample(sample) {
	const brand = document.getElementById(sample.dataset.themeSample)
	const accent = document.getElementById(sample.dataset.themeAccent)
	const show = () => {
		const isDark = 1.05 / (luminance(brand.value) + 0.05) >= 4.5
		sample.style.setProperty("--sample", brand.value)
		sample.style.setProperty("--sample-on", isDark ? "#ffffff" : "#000000")
		if (accent) sample.style.setProperty("--sample-accent", accent.value)
	}
	brand?.addEventListener("input", show)
	accent?.addEventListener("input", show)
	if (brand) show()
}

document.addEventListener("keydown", boxKey)
all("[data-slots]").forEach(slots)
all("[data-contrast]").forEach(contrast)
all("[data-theme-sample]").forEach(themeSample)

// Of many tabs on a phone the one that is open is seen.
all(".tabs [aria-current]").forEach((tab) => {
	const list = tab.closest("ul")
	list.scrollLeft = tab.offsetLeft - list.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2
})
