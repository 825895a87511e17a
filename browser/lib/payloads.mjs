// Known attacks on pages, from the test data; and the judge who says whether one of them got through.
import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"

const files = ["xss_dompurify_dev.jsonl", "xss_html5sec_dev.jsonl", "xss_payloadsallthethings_dev.jsonl", "xss_payloadbox_dev.jsonl.zst"]

const read = (path) => path.endsWith(".zst") ? execFileSync("zstd", ["-dcq", path], { maxBuffer: 1 << 28 }).toString("utf8")
	: readFileSync(path, "utf8")

// [] where there is no test data.
export function payloads() {
	const folder = process.env.HEINZEL_TEST_DATA
	if (!folder) return []
	const lines = files.flatMap((name) => read(join(folder, "html", name)).split("\n").filter(Boolean))
	return [...new Set(lines.flatMap((line) => {
		const { payload, raw } = JSON.parse(line)
		return [payload, raw].filter(Boolean)
	}))]
}

// Runs in every page before anything else: whatever an attack calls to be seen is noted.
export const watch = () => {
	globalThis.ran = []
	for (const name of ["alert", "confirm", "prompt", "print", "open"])
		Object.defineProperty(globalThis, name, { value: (...words) => { globalThis.ran.push(`${name}(${words.join().slice(0, 60)})`) } })
}

// Runs in the page: what nobody but an attack could have put there; or in answers that no browser showed, one list each.
export const intruders = (texts) => {
	const tell = (node) => node.outerHTML.slice(0, 200)
	const ours = (address) => new URL(address, location).origin === location.origin
	const look = (page, found) => {
		for (const node of page.querySelectorAll("*")) {
			for (const { name } of node.attributes)
				if (/^on/i.test(name) || name === "srcdoc") found.push(`${name} in ${tell(node)}`)
			if (node.matches("script") && !(node.src && ours(node.src)) && node.type !== "application/ld+json") found.push(tell(node))
			if (node.matches("iframe, object, embed, base, applet, frame, meta[http-equiv], marquee, main style, main link")) found.push(tell(node))
			if (node.matches("form, button") && !ours(node.getAttribute("action") || node.getAttribute("formaction") || "")) found.push(tell(node))
			if (node.matches("a[href], area[href]") && !/^(https?|mailto|tel|webcal):$/.test(node.protocol)) found.push(tell(node))
			if (node.matches("img, video, audio, source, image") && node.src && !ours(node.src) && !node.src.startsWith("data:image/")) found.push(tell(node))
		}
		return found
	}
	return texts ? texts.map((text) => look(new DOMParser().parseFromString(text, "text/html"), []).join(" "))
		: look(document, [...globalThis.ran])
}

// Runs in the page, for answers that no browser showed: their elements and attributes' names, not their words.
export const skeletons = (texts) => texts.map((text) => {
	const bones = (node) => `${node.localName}[${[...node.attributes].map(({ name }) => name).sort()}](${[...node.children].map(bones).join("")})`
	return bones(new DOMParser().parseFromString(text, "text/html").documentElement)
})
