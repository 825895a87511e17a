// Accessibility as axe sees it: WCAG 2.2 A and AA, and what is good practice besides.
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

export async function faults(page) {
	await page.evaluate(source)
	const found = await page.evaluate((runOnly) => globalThis.axe.run(document, {
		runOnly, resultTypes: ["violations"],
	}), tags)
	return found.violations.flatMap((rule) => rule.nodes.map((node) =>
		`${rule.id} (${rule.help}): ${node.target.join(" ")} ${node.html.slice(0, 160)}`))
}
