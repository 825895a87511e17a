// Writes .br and .gz beside each served file and holds the budgets.
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { brotliCompressSync, constants, gzipSync } from "node:zlib"

const served = ["app.css", "app.js", "map.css", "map.js", "icons.svg", "favicon.svg", "map.svg", "outlines.json"]

export const brotli = (bytes) => brotliCompressSync(bytes, {
	params: {
		[constants.BROTLI_PARAM_QUALITY]: 11,
		[constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
	},
})

const kilo = (bytes) => `${(bytes / 1024).toFixed(1)} KB`

export function press(out) {
	const sizes = {}
	for (const name of served) {
		const bytes = readFileSync(join(out, name))
		const br = brotli(bytes)
		const gz = gzipSync(bytes, { level: 9 })
		writeFileSync(join(out, `${name}.br`), br)
		writeFileSync(join(out, `${name}.gz`), gz)
		sizes[name] = { plain: bytes.length, br: br.length, gz: gz.length }
		console.log(`${name.padEnd(14)} ${kilo(bytes.length).padStart(9)}  br ${kilo(br.length).padStart(8)}  gz ${kilo(gz.length).padStart(8)}`)
	}
	return sizes
}

export function broken(sizes, thread, letters) {
	const first = ["app.css", "app.js", "icons.svg", "favicon.svg"].reduce((sum, name) => sum + sizes[name].br, thread)
	const budgets = [
		["app.css", sizes["app.css"].br, 8 * 1024],
		["app.js", sizes["app.js"].br, 8 * 1024],
		["outlines.json, gzip", sizes["outlines.json"].gz, 60 * 1024],
		["a thread page's HTML and CSS", sizes["app.css"].br + thread, 14 * 1024],
		["first view of a thread page", first, 40 * 1024],
		["the same with a brand's letters", first + letters, 40 * 1024],
	]
	budgets.forEach(([name, size, limit]) => console.log(`${name}: ${kilo(size)} of ${kilo(limit)}`))
	return budgets.filter(([, size, limit]) => size > limit).map(([name]) => `${name} is over its budget`)
}

// The catalogue's frame and a thread of 20 posts of 90 words: what a thread page weighs.
export function threadPage(design) {
	const blocks = Object.fromEntries([...design.matchAll(/```html (\w+)\n([\s\S]*?)```/g)].map((match) => [match[1], match[2]]))
	const words = [...new Set(design.match(/[A-Za-zäöüß]{3,}/g))]
	let seed = 7
	const word = () => words[(seed = (seed * 48271) % 2147483647) % words.length]
	const text = () => `<p>${Array.from({ length: 90 }, word).join(" ")}.</p>`
	const post = blocks.thread.match(/<li class="post" id="p1">[\s\S]*?<\/li>\n(?=<li class="answer")/)[0]
	const posts = Array.from({ length: 17 }, (_, i) => post
		.replaceAll("p1", `p${i + 4}`)
		.replaceAll("posts/1", `posts/${7311846236911 + i * 77}`)
		.replace(/<p>[\s\S]*?<\/p>/, text)
		.replace("Ana Sommer", `${word()} ${word()}`))
	const thread = blocks.thread.replace("</ol>\n", "</ol>\n").replace(/<\/ol>\s*$/, `${posts.join("")}</ol>`)
	const page = blocks.frame.replace("<!-- flash messages, then the page -->", thread + blocks.next)
	return brotli(Buffer.from(page)).length
}
