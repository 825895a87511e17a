// A component's class belongs to one file: where two files define it, whichever comes last wins, somewhere.
//   node build/classes.mjs FOLDER   names what is defined twice
import { readFileSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"

// The selectors of every rule, those within @media and @supports too.
const selectors = (css) => [...css.replace(/\/\*[\s\S]*?\*\//g, "").matchAll(/(?<=^|[{};])\s*([^@{};][^{};]*)\{/g)].map((rule) => rule[1])

// What stands alone, not inside of something or with a state: `.thread`, but neither `.hero .tag` nor `.act:hover`.
const bare = (css) => selectors(css).flatMap((list) => list.replace(/\([^()]*\)/g, "()").split(","))
	.map((one) => one.trim()).filter((one) => /^\.[a-z][a-z0-9-]*$/.test(one))

export function taken(folder) {
	const homes = new Map()
	for (const file of readdirSync(folder).filter((name) => name.endsWith(".css")).sort())
		for (const name of new Set(bare(readFileSync(join(folder, file), "utf8")))) homes.set(name, [...homes.get(name) || [], file])
	return [...homes].filter(([, files]) => files.length > 1).map(([name, files]) => `${name} is defined in ${files.join(" and ")}`)
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
	const wrong = taken(process.argv[2])
	wrong.forEach((line) => console.error(`error: ${line}`))
	process.exitCode = wrong.length ? 1 : 0
}
