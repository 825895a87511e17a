// The house's own words, read from its .po files: journeys name a text by its key, so that they walk in any language.
import { readFileSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const sources = fileURLToPath(new URL("../../src", import.meta.url))

const files = (folder, language) => readdirSync(folder, { recursive: true })
	.map((name) => join(folder, String(name)))
	.filter((name) => name.endsWith(`/text/${language}.po`))

const unquote = (line) => JSON.parse(line.slice(line.indexOf('"')))

function read(file, into) {
	let key = null
	let place = null
	for (const line of readFileSync(file, "utf8").split("\n")) {
		if (line.startsWith("msgid ")) {
			key = unquote(line)
			place = null
		} else if (line.startsWith("msgstr")) {
			place = Number(line.match(/^msgstr\[(\d)\]/)?.[1] || 0)
			into.set(key, into.get(key) || [])
			into.get(key)[place] = unquote(line)
		} else if (line.startsWith('"') && key && place !== null) {
			into.get(key)[place] += unquote(line)
		}
	}
}

export const languages = ["de", "en"]

const tables = Object.fromEntries(languages.map((language) => {
	const table = new Map()
	files(sources, language).forEach((file) => read(file, table))
	return [language, table]
}))

// A text with its places filled in; `count` chooses the plural as German and English do.
export const words = (language) => (key, values = {}) => {
	const texts = tables[language].get(key)
	if (!texts) throw new Error(`there is no text "${key}" in ${language}`)
	const text = texts[texts.length > 1 && values.count !== 1 ? 1 : 0]
	return text.replace(/\{(\w+)\}/g, (whole, name) => name in values ? String(values[name]) : whole)
}

export const keys = () => [...tables.de.keys()].filter((key) => key.includes("."))
