// Bundles styles and scripts, and makes one sprite of the icons that icons.txt names.
import { build } from "esbuild"
import { copyFileSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const browsers = ["chrome111", "firefox128", "safari16.4"]

export async function bundle(web, out) {
	await build({
		entryPoints: {
			app: join(web, "js/app.js"),
			map: join(web, "js/map.js"),
			worker: join(web, "js/worker.js"),
		},
		bundle: true,
		minify: true,
		format: "esm",
		target: browsers,
		legalComments: "none",
		outdir: out,
	})
	await build({
		entryPoints: {
			app: join(web, "css/app.css"),
			map: join(web, "css/map-live.css"),
		},
		bundle: true,
		minify: true,
		target: browsers,
		legalComments: "none",
		external: ["*.png"],
		outdir: out,
	})
	// Leaflet's pictures belong to controls that we do not use.
	const map = join(out, "map.css")
	writeFileSync(map, readFileSync(map, "utf8").replace(/background-image:url\([^)]*\);?/g, ""))
}

// Letters for headings, one weight each, as brands choose them (src/features/brand/look.c).
const fonts = { atkinson: ["atkinson-hyperlegible", 700], source: ["source-sans-3", 600], nunito: ["nunito", 700] }

export function letters(web, out) {
	const sizes = Object.entries(fonts).map(([name, [family, weight]]) => {
		const file = join(web, `node_modules/@fontsource/${family}/files/${family}-latin-${weight}-normal.woff2`)
		copyFileSync(file, join(out, `${name}-${weight}.woff2`))
		return statSync(file).size
	})
	return Math.max(...sizes)
}

export function icons(web, out) {
	const names = readFileSync(join(web, "icons.txt"), "utf8").split("\n").filter(Boolean)
	const symbols = names.map((name) => {
		const file = join(web, "node_modules/lucide-static/icons", `${name}.svg`)
		const inner = readFileSync(file, "utf8").match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1]
		const shapes = inner.replace(/\s+/g, " ").replace(/ ?\/>/g, "/>").replace(/> </g, "><").trim()
		return `<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`
	})
	const head = "<!-- Lucide, ISC licence, lucide.dev -->"
	const svg = `<svg xmlns="http://www.w3.org/2000/svg">${head}${symbols.join("")}</svg>\n`
	writeFileSync(join(out, "icons.svg"), svg)
}

// Checks that every class and icon of the design's examples exists: the catalogue is a contract.
export function catalogue(web, out, text) {
	const css = readFileSync(join(out, "app.css"), "utf8")
	const known = new Set([...css.matchAll(/\.([a-z][a-z0-9-]*)/g)].map((match) => match[1]))
	const sprite = readFileSync(join(out, "icons.svg"), "utf8")
	const html = [...text.matchAll(/```html[^\n]*\n([\s\S]*?)```/g)].map((match) => match[1]).join("\n")
	const missing = new Set()
	for (const [, names] of html.matchAll(/class="([^"]*)"/g))
		for (const name of names.split(/\s+/)) if (!known.has(name)) missing.add(`.${name}`)
	for (const [, name] of html.matchAll(/icons\.svg#([a-z0-9-]+)/g))
		if (!sprite.includes(`id="${name}"`)) missing.add(`icon ${name}`)
	return [...missing]
}
