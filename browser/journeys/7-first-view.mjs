// What a stranger's first view costs: at most 40 KB as it came over the line; a thread's HTML and CSS at most 14 KB.
import { must } from "../lib/until.mjs"

export const dresses = [{ language: "de", width: "phone", javaScript: true }]

const pages = ["/", "/help", "/help?show=solved", "/boards/wlan", "/ask", "/search?q=Router", "/services", "/services?place=50823",
	"/products", "/products/router-7", "/login", "/signup", "/about", "/imprint", "/privacy"]
const kilobyte = 1024

// Every answer's bytes on the line, headers and all, by kind.
async function weigh(stage, path) {
	const visitor = await stage.visit()
	const wire = await visitor.context.newCDPSession(visitor.page)
	const kinds = new Map()
	const bytes = {}
	await wire.send("Network.enable")
	wire.on("Network.responseReceived", ({ requestId, type, response }) => kinds.set(requestId, { type, url: response.url }))
	wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
		const { type, url } = kinds.get(requestId)
		if (!url.startsWith("http")) return
		bytes[type] = (bytes[type] || 0) + encodedDataLength
	})
	await visitor.go(path)
	await visitor.page.waitForLoadState("networkidle")
	const heading = await visitor.page.getByRole("heading", { level: 1 }).count()
	must(heading === 1, `${path} has ${heading} first headings`)
	const links = await visitor.main().getByRole("link").evaluateAll((all) => all.map((link) => link.getAttribute("href")))
	await visitor.close()
	const whole = Object.values(bytes).reduce((sum, one) => sum + one, 0)
	must(whole > 1000, `nothing was weighed on ${path}`)
	must(whole <= 40 * kilobyte, `${path} weighs ${whole} bytes: ${JSON.stringify(bytes)}`)
	return { bytes, whole, links }
}

export async function walk(stage) {
	const found = []
	for (const path of pages) {
		const { whole, links } = await weigh(stage, path)
		found.push({ path, whole })
		if (path === "/help?show=solved") found.links = links
	}
	const thread = found.links.find((link) => /^\/threads\/\d+$/.test(link))
	const { bytes, whole } = await weigh(stage, thread)
	const text = bytes.Document + bytes.Stylesheet
	must(text <= 14 * kilobyte, `a thread's HTML and CSS weigh ${text} bytes`)
	const heaviest = found.sort((one, other) => other.whole - one.whole)[0]
	console.log(`      heaviest first view ${heaviest.path}: ${heaviest.whole} bytes; a thread ${whole}, its HTML and CSS ${text}`)
}
