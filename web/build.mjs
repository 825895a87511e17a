// Builds what the browser gets, and the places and outlines that the house ships with:
//   npm ci && node build.mjs OUTDIR
// Runs on Node 18 and later, fetches nothing, and fails when a budget is exceeded.
import { mkdirSync, readFileSync, copyFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { bundle, catalogue, icons, letters } from "./build/bundle.mjs"
import { taken } from "./build/classes.mjs"
import { outlines } from "./build/outlines.mjs"
import { landmarks, places } from "./build/places.mjs"
import { broken, press, threadPage } from "./build/press.mjs"

const web = dirname(fileURLToPath(import.meta.url))
const out = resolve(process.argv[2] || join(web, "dist"))
const design = readFileSync(join(web, "../docs/design.md"), "utf8")

mkdirSync(out, { recursive: true })
await bundle(web, out)
icons(web, out)
const heaviest = letters(web, out)
outlines(web, out, landmarks(places(web, out)))
copyFileSync(join(web, "favicon.svg"), join(out, "favicon.svg"))
copyFileSync(join(web, "CREDITS.txt"), join(out, "CREDITS.txt"))

const wrong = [
	...taken(join(web, "css")).map((line) => `web/css: ${line}`),
	...catalogue(web, out, design).map((name) => `docs/design.md uses ${name}, which does not exist`),
	...broken(press(out), threadPage(design), heaviest),
]
wrong.forEach((line) => console.error(`error: ${line}`))
process.exitCode = wrong.length ? 1 : 0
